"""Bodies of hot REST routes: read straight into contracts, and told to the documentation."""

from functools import cache
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext

from shopkeeper.core.refusals import InvalidInput
from shopkeeper.core.web.complaints import complain, has_nul, misread

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError)
"""What reading a body raises: it is no JSON, of another shape, or not even text."""


def read[T](request: Any, shape: type[T]) -> T:
    """The body as a contract.

    :raises InvalidInput: when it is none, with what is wrong where
    """
    try:
        return msgspec.json.decode(request.body, type=shape)
    except UNREADABLE as error:
        raise misread(error) from None


def read_each[T](request: Any, name: str, shape: type[T], *, most: int) -> list[T | dict[str, Any]]:
    """A list in the body, under a name: each item as a contract, or the problem with it, so that one stops no other.

    :raises InvalidInput: when the body holds no such list, or too long a one
    """
    return [_read_item(item, shape) for item in getattr(read(request, _listed(name, most)), name)]


def describe_wrong(errors: list[dict[str, str]], *, title: str) -> dict[str, Any]:
    """The problem with one of many that were sent, field by field."""
    kind = f"urn:shopkeeper:{InvalidInput.code}"
    return {"type": kind, "title": title, "status": InvalidInput.status, "errors": errors}


@cache
def _listed(name: str, most: int) -> type[Any]:
    items = Annotated[list[msgspec.Raw], msgspec.Meta(min_length=1, max_length=most)]
    return msgspec.defstruct("Listed", [(name, items)])


def _read_item[T](item: msgspec.Raw, shape: type[T]) -> T | dict[str, Any]:
    try:
        read_as = msgspec.json.decode(item, type=shape)
    except UNREADABLE as error:
        return describe_wrong([complain(error)], title=gettext("This entry cannot be understood."))
    if has_nul(memoryview(item)):
        why = {"field": "", "why": gettext("A text cannot hold the sign NUL.")}
        return describe_wrong([why], title=gettext("This entry cannot be understood."))
    return read_as


def body_of(shape: type[Any]) -> dict[str, Any]:
    """What to tell the documentation of a route that reads its body itself."""
    _, found = msgspec.json.schema_components([shape], ref_template="#/components/schemas/{name}")
    schema = _inlined(found[shape.__name__], found)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _inlined(schema: Any, named: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inlined(item, named) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(named[schema["$ref"].rpartition("/")[2]], named)
    return {key: _inlined(value, named) for key, value in schema.items()}
