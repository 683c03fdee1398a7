"""Bodies of hot REST routes: read straight into contracts, and told to the documentation."""

from typing import Any

import msgspec

from shopkeeper.core.refusals import InvalidInput


def read[T](request: Any, shape: type[T]) -> T:
    """The body as a contract.

    :raises InvalidInput: when it is none, with what is wrong where
    """
    try:
        return msgspec.json.decode(request.body, type=shape)
    except msgspec.DecodeError as error:
        raise InvalidInput(reason=str(error)) from None


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
