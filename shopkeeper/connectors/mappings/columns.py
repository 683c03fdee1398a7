"""One column of a mapping: a foreign column, a constant or an expression, with its format, codes and empty words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shopkeeper.connectors.mappings.contracts import ColumnSpec
from shopkeeper.connectors.mappings.document import Document, Path

_KEYS = {"column", "constant", "sql", "format", "codes", "otherwise", "decimal", "empty"}
_SOURCES = ("column", "constant", "sql")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every column of a mapping unless it says otherwise."""

    empty: tuple[str, ...] = ()
    decimal_comma: bool = False


def read_column(document: Document, path: Path, spec: Any, aliases: set[str], defaults: Defaults) -> ColumnSpec | None:
    """A column's specification; a plain text names a foreign column."""
    given = spec if isinstance(spec, dict) else {"column": spec}
    for key in given:
        if key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            document.complain((*path, key), _("“%(key)s” is none of %(known)s.") % {"key": key, "known": known})
    ways = [way for way in _SOURCES if given.get(way) is not None]
    if len(ways) != 1:
        is_open = not ways and given.keys() <= {"column"}
        nothing = _("nothing says where it comes from. Name a column of the file, or a constant or sql.")
        document.complain(path, nothing if is_open else _("say exactly one of column, constant, sql."))
        return None
    sql = _source(ways[0], str(given[ways[0]]), aliases)
    return ColumnSpec(
        sql=_decoded(sql, given.get("codes"), given.get("otherwise")),
        formats=_texts(given.get("format")),
        decimal_comma=given["decimal"] == "," if "decimal" in given else defaults.decimal_comma and ways == ["column"],
        empty=(*defaults.empty, *_texts(given.get("empty"))),
        is_expression=ways[0] != "column",
        place=document.line(path),
    )


def _source(way: str, value: str, aliases: set[str]) -> str:
    return {"column": lambda: foreign(value, aliases), "constant": lambda: literal(value), "sql": lambda: value}[way]()


def foreign(name: str, aliases: set[str]) -> str:
    """A foreign column as SQL: of the main file, or of a joined one (`customers.city`)."""
    alias, dot, column = name.partition(".")
    if dot and alias in aliases:
        return f"{alias}.{_quoted(column)}"
    return f"main.{_quoted(name)}"


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _decoded(sql: str, codes: Any, otherwise: Any) -> str:
    if not codes:
        return sql
    text = f"trim(CAST({sql} AS VARCHAR))"
    cases = " ".join(f"WHEN {literal(str(code))} THEN {literal(str(ours))}" for code, ours in codes.items())
    return f"CASE {text} {cases} ELSE {text if otherwise is None else literal(str(otherwise))} END"


def _texts(given: Any) -> tuple[str, ...]:
    return () if given is None else tuple(map(str, given)) if isinstance(given, list) else (str(given),)
