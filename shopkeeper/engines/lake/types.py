"""The declared types as DuckDB and Parquet have them; times are UTC without saying so, as every engine reads them."""

from shopkeeper.engines.datasets import ColumnType

DUCKDB_TYPE: dict[str, str] = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.DECIMAL: "DECIMAL(18, 4)",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "TIMESTAMP",
}
