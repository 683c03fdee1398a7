"""From the YAML of a mapping to a `Mapping`, with a sentence for everything in it that cannot be."""

from difflib import get_close_matches
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from shopkeeper.connectors.errors import InvalidMapping
from shopkeeper.connectors.mappings import columns
from shopkeeper.connectors.mappings.contracts import ColumnSpec, Entry, FileSpec, JoinSpec, Mapping
from shopkeeper.connectors.mappings.document import Document, Path, parse
from shopkeeper.core import intake

_TOP = {"name", "source", "time_zone", "retailer", "files", "tables", "empty", "decimal", "notes"}
_FILE = {"path", "format", "encoding", "delimiter"}
_ENTRY = {"table", "from", "rows", "columns", "join", "where", "one_per", "notes"}
_JOIN = {"on", "many"}


def read_mapping(text: str, *, name: str) -> Mapping:
    """Read a mapping.

    :raises InvalidMapping: with all complaints at once, each naming file, line and column
    """
    document = parse(name, text)
    mapping = None if document.complaints else _mapping(document)
    if document.complaints or mapping is None:
        raise InvalidMapping(complaints="\n".join(document.complaints))
    return mapping


def _mapping(document: Document) -> Mapping | None:
    top = document.values
    if not isinstance(top, dict) or not isinstance(top.get("tables"), list):
        document.complain((), _("a mapping needs “tables”, a list."))
        return None
    known(document, (), top, _TOP)
    zone = str(top.get("time_zone") or "")
    if zone and zone not in available_timezones():
        document.complain(("time_zone",), _("there is no time zone “%(zone)s”.") % {"zone": zone})
    files = {alias: _file(document, ("files", alias), spec) for alias, spec in (top.get("files") or {}).items()}
    defaults = columns.Defaults(empty=texts(top.get("empty")), decimal_comma=top.get("decimal") == ",")
    entries = [_entry(document, ("tables", at), item, files, defaults) for at, item in enumerate(top["tables"])]
    kept = tuple(entry for entry in entries if entry)
    return Mapping(
        str(top.get("name") or document.name), str(top.get("source") or ""), zone, files, kept, document.name
    )


def _file(document: Document, path: Path, spec: Any) -> FileSpec:
    given = {"path": spec} if isinstance(spec, str) else spec if isinstance(spec, dict) else {}
    known(document, path, given, _FILE)
    if not given.get("path"):
        document.complain(path, _("a file needs a name."))
    plain = {key: str(given.get(key) or "") for key in ("format", "encoding", "delimiter")}
    return FileSpec(str(given.get("path") or ""), **plain, place=document.line(path))


def _entry(
    document: Document, path: Path, item: Any, files: dict[str, FileSpec], defaults: columns.Defaults
) -> Entry | None:
    if not isinstance(item, dict):
        document.complain(path, _("each entry of “tables” names a table."))
        return None
    known(document, path, item, _ENTRY)
    table = intake.get_table(str(item.get("table")))
    if table is None:
        names = [table.name for table in intake.list_tables()]
        document.complain((*path, "table"), unknown(_("table"), str(item.get("table")), names))
        return None
    if item.get("rows"):
        return _rows_entry(document, path, item, table)
    joins = _joins(document, (*path, "join"), item.get("join"), files)
    if str(item.get("from")) not in files:
        document.complain((*path, "from"), unknown(_("file"), str(item.get("from")), list(files)))
    specs = _columns(document, (*path, "columns"), item.get("columns"), table, joins, defaults)
    return Entry(
        table=table.name, file=str(item.get("from")), columns=specs, joins=joins, where=str(item.get("where") or ""),
        one_per=_groups(item.get("one_per"), {join.file for join in joins}), place=document.line(path),
    )  # fmt: skip


def _groups(given: Any, aliases: set[str]) -> tuple[str, ...]:
    parts = given if isinstance(given, list) else [] if given is None else [given]
    return tuple(
        str(part["sql"]) if isinstance(part, dict) and "sql" in part else columns.foreign(str(part), aliases)
        for part in parts
    )


def _rows_entry(document: Document, path: Path, item: dict[str, Any], table: intake.CanonicalTable) -> Entry:
    names = [column.name for column in table.all_columns]
    for at, row in enumerate(item["rows"]):
        for name in row:
            if name not in names:
                document.complain((*path, "rows", at, name), unknown(_("column"), name, names))
    needed = [column.name for column in table.all_columns if column.required]
    for name in (name for name in needed if not any(name in row for row in item["rows"])):
        document.complain((*path, "rows"), _("%(table)s needs “%(column)s”.") % {"table": table.name, "column": name})
    rows = tuple({name: str(value) for name, value in row.items() if value is not None} for row in item["rows"])
    return Entry(table=table.name, rows=rows, place=document.line(path))


def _columns(
    document: Document, path: Path, given: Any, table: intake.CanonicalTable,
    joins: tuple[JoinSpec, ...], defaults: columns.Defaults,
) -> dict[str, ColumnSpec]:  # fmt: skip
    given = given if isinstance(given, dict) else {}
    names = [column.name for column in table.all_columns]
    for name in given:
        if name not in names:
            document.complain((*path, name), unknown(_("column"), name, names))
    for column in table.all_columns:
        if column.required and column.name not in given:
            document.complain(path, _("%(table)s needs “%(column)s”.") % {"table": table.name, "column": column.name})
    aliases = {join.file for join in joins}
    read = {n: columns.read_column(document, (*path, n), spec, aliases, defaults) for n, spec in given.items()}
    return {name: spec for name, spec in read.items() if spec is not None}


def _joins(document: Document, path: Path, given: Any, files: dict[str, FileSpec]) -> tuple[JoinSpec, ...]:
    joins = []
    for alias, spec in (given or {}).items():
        here = (*path, alias)
        if alias not in files:
            document.complain(here, unknown(_("file"), alias, list(files)))
        pairs = spec.get("on") if isinstance(spec, dict) else None
        if not isinstance(spec, dict) or not pairs:
            document.complain(here, _("a join needs “on”: our column and theirs."))
            continue
        known(document, here, spec, _JOIN)
        on = tuple(pairs.items()) if isinstance(pairs, dict) else tuple((name, name) for name in texts(pairs))
        ours = tuple((columns.foreign(str(left), set(given)), str(right)) for left, right in on)
        joins.append(JoinSpec(alias, ours, spec.get("many") is True, document.line(here)))
    return tuple(joins)


def known(document: Document, path: Path, given: dict[str, Any], allowed: set[str]) -> None:
    """Complain of keys that nobody reads: a typing error must not be silent."""
    for key in given:
        if key not in allowed:
            document.complain((*path, key), unknown(_("setting"), key, sorted(allowed)))


def unknown(kind: str, name: str, names: list[str]) -> str:
    """A sentence about a name that nobody knows, with the one that was probably meant."""
    close = get_close_matches(name, names, 1)
    hint = _(" Did you mean “%(name)s”?") % {"name": close[0]} if close else ""
    return _("there is no %(kind)s “%(name)s”.%(hint)s") % {"kind": kind, "name": name, "hint": hint}


def texts(given: Any) -> tuple[str, ...]:
    """One text or a list of texts."""
    return () if given is None else tuple(map(str, given)) if isinstance(given, list) else (str(given),)
