"""The formats of imports as a page of Markdown, written from what the modules accept."""

from shopkeeper.connectors.words import list_general_reasons
from shopkeeper.core import intake

_KINDS = {
    "text": "text", "bigint": "whole number", "numeric": "number", "boolean": "yes or no", "date": "day",
    "timestamptz": "day and time",
}  # fmt: skip

_HEAD = """\
# Import formats

<!-- Written by `shopkeeper import --formats`; a test keeps it true. -->

`shopkeeper import FOLDER` reads CSV, gzipped CSV, Parquet and JSON lines. A file that is named after a table below
(`orders.csv`, `orders-2026-05.csv.gz`, `orders.parquet`) and has its columns needs nothing else. Other files need a
mapping: `shopkeeper import FOLDER --mapping FILE.yaml`. `--dry-run` tries the first rows of each and keeps nothing.

- **Keys.** Each row has a `source_key`, its own key in the system that it comes from. The same key again updates the
  row; the same row again changes nothing; a column that a file lacks leaves what is stored.
- **References** (`…_key`, `…_code`, `sku`) mean a key of the same source, else the key that exactly one other source
  has. Outlets are also found by their code, products by their SKU. What nobody has described yet is kept as "seen, not
  described" until its own file comes. An unknown outlet or order line is refused.
- **Days and times** are ISO (`2026-05-04`, `2026-05-04 14:05:00`), in the mapping's time zone, else in the retailer's,
  unless they name an offset. Days before 1900 or after 2199 are refused, but for
  dates of birth: they may lie in any year, and what is no day is left out. **Numbers** have a point; text is UTF-8, and
  what is not is read as Windows text.
- **A column that a file lacks** though its table needs it is told before any row is read, with the likeliest one.
- **Refused rows** stop nobody else. They are counted by reason and written to a file as they came, with why.
- An import that was killed goes on where it was when the same command runs again.

## Mappings

```yaml
name: Till export
source: till                    # the system that the files come from
time_zone: Europe/London
retailer: {country: GB, currency: GBP}   # whose files they are; for a demo made of them
decimal: ","                    # 1.234,50 (only where numbers are written so)
empty: [n/a]                    # words that mean nothing
files:
  receipts: receipts-*.csv      # a name or a pattern
  shops: {path: shops.txt, delimiter: "|", encoding: latin-1}
tables:
  - table: outlets              # one of the tables below
    rows:                       # rows may stand in the mapping itself
      - {source_key: web, name: Web shop, kind: web_shop}
  - table: orders
    from: receipts              # one file may feed several tables
    join:                       # look up columns of another file; `many: true` lets one row become several
      shops: {on: {Shop: Nr}}
    where: TRY_CAST(Pieces AS INTEGER) > 0
    one_per: Receipt            # one row of many: the first filled value of each column, or an aggregate
    columns:
      source_key: Receipt                                 # a foreign column
      channel: {constant: store}
      outlet_key: shops.Code                              # a column of a joined file
      currency: {column: Cur, codes: {Pound: GBP}, otherwise: EUR}
      placed_at: {column: Day, format: "%d.%m.%Y"}        # strptime, several as a list; epoch, epoch_ms
      shipping_total: {sql: "sum(TRY_CAST(Postage AS DECIMAL(9, 2)))"}
```

Expressions are those of DuckDB, on the columns of the files and on `_line`, the number of the record. Every column of a
CSV is text: cast it (`TRY_CAST(… AS INTEGER)`) before counting with it. Expressions reach nothing but these files. For
fields inside an object of JSON lines write the path: `customer.address.city`. Examples: `examples/mappings/`.

Every complaint about a mapping names file, line and column, and all of them are said before anything is read.

## Why rows are refused

| code | meaning |
|---|---|
"""


def write_formats() -> str:
    """The whole page."""
    reasons = "".join(f"| `{code}` | {words} |\n" for code, words in list_general_reasons())
    return _HEAD + reasons + "\n## Tables\n" + "".join(_table(table) for table in intake.list_tables())


def _table(table: intake.CanonicalTable) -> str:
    rows = "".join(_column(column) for column in table.all_columns)
    own = "".join(f"\n- refused as `{code}`: {words}" for code, words in table.refusals.items())
    own = f"\n{own}" if own else ""
    tells = f" What it tells: {'; '.join(table.tells)}." if table.tells else ""
    return f"\n### {table.name}\n\n{table.description}{tells}{own}\n\n| column | holds | |\n|---|---|---|\n{rows}"


def _column(column: intake.IntakeColumn) -> str:
    kind = " or ".join(f"`{code}`" for code in column.codes) or _KINDS[column.type]
    name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
    return f"| {name} | {kind} | {column.description} |\n"
