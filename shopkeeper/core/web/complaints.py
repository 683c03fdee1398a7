"""What is wrong with a body that was sent, in plain words and field by field, whoever read it."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from shopkeeper.core.refusals import InvalidInput

_EXPECTED = {
    "int": _("A whole number is expected here."), "float": _("A number is expected here."),
    "decimal": _("A number is expected here."), "str": _("A text is expected here."),
    "bool": _("true or false is expected here."), "array": _("A list is expected here."),
    "object": _("An object with named values is expected here."),
    "date": _("A day is expected here, like 2026-05-31."), "time": _("A time of day is expected here, like 14:05:00."),
    "datetime": _("A moment is expected here, like 2026-05-31T14:05:00+01:00."),
    "uuid": _("An identifier is expected here, like 01890a5d-ac96-774b-bcce-b302099a8057."),
}  # fmt: skip
_MISSING, _UNKNOWN = _("This is needed and was not sent."), _("Nothing of this name is known here.")
_CHOICE = _("This is none of the values that are known here.")
_ZONE = _("This moment has to say its zone, like 2026-05-31T14:05:00+01:00.")
_LARGE, _FORM = _("This number is too large."), _("This does not have the form that is expected here.")
_NO_JSON = _("The body is not JSON, or it ends too early.")
_RANGES = {
    ">=": _("This has to be at least %(limit)s."), "<=": _("This may be at most %(limit)s."),
    ">": _("This has to be more than %(limit)s."), "<": _("This has to be less than %(limit)s."),
}  # fmt: skip
_OTHERWISE = _("This cannot be understood here.")

_PLACE = re.compile(r" - at `\$?(.*)`$")
_FIELD = re.compile(r"^Object (missing required|contains unknown) field `(.+)`$")
_LENGTH = re.compile(r"^Expected `(\w+)` of length (>=|<=) (\d+)$")
_RANGE = re.compile(r"^Expected `\w+` (>=|<=|>|<) (\S+)$")
_TYPE = re.compile(r"^Expected `(\w+)[^`]*`, got ")
_INVALID = re.compile(r"^Invalid (?:RFC3339 encoded )?(datetime|date|time|decimal|UUID|enum)")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_BOUNDS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
_LENGTHS = {"min_length": ">=", "max_length": "<="}


def has_nul(body: bytes | memoryview) -> bool:
    """Whether JSON writes a sign that no database keeps."""
    return _NUL.search(body) is not None


def misread(error: Exception) -> InvalidInput:
    """The refusal for what msgspec could not read: `errors` says what is wrong with which field."""
    return refuse_body([complain(error)])


def refuse_body(errors: list[dict[str, str]]) -> InvalidInput:
    """One refusal for all that is wrong; its sentence tells the first. Of a body that could be read in several ways
    (one record, or a list) the way that did not fit has no field, and is left out where another names one."""
    errors = [error for error in errors if error["field"]] or errors
    first = errors[0]
    reason = f"{first['field']}: {first['why']}" if first["field"] else first["why"]
    return InvalidInput(reason=reason, errors=errors)


def unreadable() -> InvalidInput:
    """The refusal for a body that is no JSON."""
    return refuse_body([{"field": "", "why": gettext(_NO_JSON)}])


def complain(error: Exception) -> dict[str, str]:
    """`field` and `why` of what msgspec could not read, or could not as UTF-8."""
    said = str(error)
    found = _PLACE.search(said)
    said, place = said[: found.start()] if found else said, found.group(1) if found else ""
    if named := _FIELD.match(said):
        place += f".{named.group(2)}"
        said = named.group(1)
    return {"field": place.strip(".").replace("[...]", ""), "why": _in_words(said)}


def complain_of(error: Mapping[str, Any]) -> dict[str, str]:
    """The same for one error of pydantic, whose place begins with where it was read and under which name."""
    kind, context, place = str(error["type"]), error.get("ctx") or {}, ""
    start = 2 if error["loc"][:1] == ("body",) else 1
    for part in error["loc"][start:]:
        if "[" not in str(part):  # how pydantic looked is no place
            place += f"[{part}]" if isinstance(part, int) else f".{part}"
    return {"field": place.strip("."), "why": _of_kind(kind, context, str(error["msg"]))}


def _in_words(said: str) -> str:
    if said in ("missing required", "contains unknown"):
        return gettext(_MISSING if said.startswith("missing") else _UNKNOWN)
    if found := _LENGTH.match(said):
        return _length(found.group(1) == "str", found.group(2), int(found.group(3)))
    if found := _RANGE.match(said):
        return gettext(_RANGES[found.group(1)]) % {"limit": found.group(2)}
    if found := _TYPE.match(said) or _INVALID.match(said):
        return gettext(_EXPECTED.get(found.group(1).lower(), _CHOICE))
    for start, words in (("Expected `datetime` with", _ZONE), ("Number out", _LARGE), ("Expected `str` match", _FORM)):
        if said.startswith(start):
            return gettext(words)
    is_unreadable = said.startswith(("Input data", "JSON is malformed", "'utf-8'", "Invalid UTF-8"))
    return gettext(_NO_JSON if is_unreadable else _OTHERWISE)


def _of_kind(kind: str, context: Mapping[str, Any], said: str) -> str:
    for name, sign in _LENGTHS.items():
        if name in context:
            return _length(kind.startswith("string"), sign, int(context[name]))
    for name, sign in _BOUNDS.items():
        if name in context:
            return gettext(_RANGES[sign]) % {"limit": context[name]}
    if kind in ("value_error", "assertion_error"):
        return said.partition(", ")[2] or said  # words of our own, after pydantic's
    words = {
        "missing": _MISSING, "extra_forbidden": _UNKNOWN, "enum": _CHOICE, "literal_error": _CHOICE,
        "timezone_aware": _ZONE, "string_pattern_mismatch": _FORM, "finite_number": _LARGE, "json_invalid": _NO_JSON,
        "int_parsing_size": _LARGE, "decimal_max_digits": _LARGE, "decimal_whole_digits": _LARGE,
    }.get(kind)  # fmt: skip
    first = {"string": "str", "list": "array", "dict": "object", "model": "object"}.get(kind.partition("_")[0])
    return gettext(words or _EXPECTED.get(first or kind.partition("_")[0], _OTHERWISE))


def _length(is_text: bool, sign: str, limit: int) -> str:
    if is_text:
        least = ngettext("At least %(n)s sign is expected here.", "At least %(n)s signs are expected here.", limit)
        most = ngettext("At most %(n)s sign fits here.", "At most %(n)s signs fit here.", limit)
    else:
        least = ngettext("At least %(n)s entry is expected here.", "At least %(n)s entries are expected here.", limit)
        most = ngettext("At most %(n)s entry fits here.", "At most %(n)s entries fit here.", limit)
    return (least if sign == ">=" else most) % {"n": limit}
