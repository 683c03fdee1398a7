"""The id of the request or job that is being worked on, for logs and events. Holds no user and no clock."""

from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the running request or job, or an empty text."""
    return _request_id.get()


def set_request_id(request_id: str) -> None:
    """Mark the running request or job."""
    _request_id.set(request_id)
