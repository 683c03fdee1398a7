"""The clock, for doors only: they read it once and pass `now` on."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant in UTC."""
    return datetime.now(UTC)
