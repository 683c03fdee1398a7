"""From an extraction to one DuckDB query: look up, filter, group, type, check."""

from shopkeeper.engines.files.contracts import LINE, Extraction, FileColumn

_EARLIEST, _LATEST = "1900-01-01", "2200-01-01"
_FIRST_YEAR = "0001-01-01"
_TRUE, _FALSE = "'true', 't', 'yes', 'y', '1'", "'false', 'f', 'no', 'n', '0'"
_UNSET = ("0000-00-00", "0000-00-00 00:00:00")
"""How some databases write "no date"."""


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def build_query(extraction: Extraction) -> str:
    """The query over `main` and the joined tables: typed columns, `line`, `refusal`, in the order of the lines.

    Three layers: every value as the text that it came as (t), its typed form (v), then what is wrong with the row.
    """
    columns = list(enumerate(extraction.columns))
    texts = "".join(f", {_text(extraction, c)} AS t{i}" for i, c in columns)
    typed = "".join(f", {_typed(c, f't{i}')} AS v{i}" for i, c in columns)
    named = "".join(f"v{i} AS {identifier(c.name)}, " for i, c in columns)
    line = f"min(main.{LINE})" if extraction.group else f"main.{LINE}"
    raw = f"SELECT {line} AS line{texts} FROM {_tables(extraction)}{_where(extraction)}{_group(extraction)}"
    checked = f"SELECT {named}line, {_refusal(extraction)} AS refusal FROM (SELECT *{typed} FROM ({raw}))"
    after = f" WHERE line > {extraction.after}" if extraction.after else ""
    return f"{checked}{after}{_order(extraction)}"


def _text(extraction: Extraction, column: FileColumn) -> str:
    # JSON and Parquet may hold NUL, which PostgreSQL takes in no text; of CSV it is left out as the file is read.
    text = f"REPLACE(CAST(({column.sql}) AS VARCHAR), chr(0), '')"
    text = f"NULLIF(TRIM({text}, chr(32) || chr(9) || chr(10) || chr(13) || chr(160)), '')"
    empty = column.empty + (_UNSET if column.type in ("date", "instant") else ())
    for nothing in empty:
        text = f"NULLIF({text}, {quoted(nothing)})"
    return f"arg_min({text}, main.{LINE})" if extraction.group and not column.aggregate else text


def _tables(extraction: Extraction) -> str:
    tables = "main"
    for join in extraction.joins:
        pairs = (f"CAST(({left}) AS VARCHAR) = {join.alias}.{identifier(right)}" for left, right in join.on)
        tables += f" LEFT JOIN {join.alias} ON {' AND '.join(pairs)}"
    return tables


def _where(extraction: Extraction) -> str:
    return f" WHERE ({extraction.where})" if extraction.where else ""


def _group(extraction: Extraction) -> str:
    return f" GROUP BY {', '.join(f'({part})' for part in extraction.group)}" if extraction.group else ""


def _order(extraction: Extraction) -> str:
    # A plain scan keeps the order of the file by itself and streams; everything else has to be sorted.
    windowed = any("over" in column.sql.lower() for column in extraction.columns)
    return " ORDER BY line" if extraction.group or extraction.joins or windowed else ""


def _typed(column: FileColumn, text: str) -> str:
    return {
        "text": _as_text, "integer": _as_integer, "number": _as_number,
        "boolean": _as_boolean, "date": _as_date, "instant": _as_instant,
    }[column.type](column, text)  # fmt: skip


def _as_text(column: FileColumn, text: str) -> str:
    return text


def _digits(column: FileColumn, text: str) -> str:
    return f"replace(replace({text}, '.', ''), ',', '.')" if column.decimal_comma else text


def _as_integer(column: FileColumn, text: str) -> str:
    # Spreadsheets and data frames write 12 as 12.0; 12.5 pieces are no number of pieces.
    number = f"TRY_CAST({_digits(column, text)} AS DECIMAL(28, 6))"
    return f"CASE WHEN {number} = trunc({number}) THEN TRY_CAST({number} AS BIGINT) END"


def _as_number(column: FileColumn, text: str) -> str:
    return f"TRY_CAST({_digits(column, text)} AS DECIMAL(28, 6))"


def _as_boolean(column: FileColumn, text: str) -> str:
    return f"CASE WHEN lower({text}) IN ({_TRUE}) THEN true WHEN lower({text}) IN ({_FALSE}) THEN false END"


def _as_date(column: FileColumn, text: str) -> str:
    parsed = f"CAST({_parsed(column, text)} AS DATE)" if column.formats else f"TRY_CAST({text} AS DATE)"
    return _possible(parsed, "DATE", earliest=_FIRST_YEAR if column.lenient else _EARLIEST)


def _as_instant(column: FileColumn, text: str) -> str:
    if column.formats == ("epoch",):
        parsed = f"to_timestamp(TRY_CAST({text} AS DOUBLE))"
    elif column.formats == ("epoch_ms",):
        parsed = f"to_timestamp(TRY_CAST({text} AS DOUBLE) / 1000)"
    elif column.formats:
        parsed = f"CAST({_parsed(column, text)} AS TIMESTAMPTZ)"
    else:
        parsed = f"TRY_CAST({text} AS TIMESTAMPTZ)"
    return _possible(parsed, "TIMESTAMPTZ")


def _parsed(column: FileColumn, text: str) -> str:
    return f"try_strptime({text}, [{', '.join(quoted(form) for form in column.formats)}])"


def _possible(parsed: str, kind: str, *, earliest: str = _EARLIEST) -> str:
    bounds = f"CAST('{earliest}' AS {kind}) AND CAST('{_LATEST}' AS {kind})"
    return f"CASE WHEN {parsed} BETWEEN {bounds} THEN {parsed} END"


def _refusal(extraction: Extraction) -> str:
    reasons = []
    for place, column in enumerate(extraction.columns):
        if column.type != "text" and not column.lenient:
            reasons.append((f"t{place} IS NOT NULL AND v{place} IS NULL", f"unreadable:{column.name}"))
        if column.required:
            reasons.append((f"t{place} IS NULL", f"missing:{column.name}"))
        if column.codes:
            allowed = ", ".join(quoted(code) for code in column.codes)
            reasons.append((f"v{place} NOT IN ({allowed})", f"unknown_code:{column.name}"))
    cases = " ".join(f"WHEN {test} THEN {quoted(reason)}" for test, reason in reasons)
    return f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)"
