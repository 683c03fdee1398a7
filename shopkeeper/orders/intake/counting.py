"""Facts about pieces of a line (canceled, returned), which together may not be more than the line has."""

from shopkeeper.core.intake import Staged


def more_than_there_is(staged: Staged, facts: str, room: str) -> str:
    """The condition for staged rows by which the pieces of their line, with those on record, would exceed `room`."""
    return f"""s.line IN (
        SELECT running.line FROM (
            SELECT x.line, x.line_id, sum(x.quantity) OVER (PARTITION BY x.line_id ORDER BY x.line) AS quantity
            FROM {staged.table} x WHERE x.refusal IS NULL
        ) running JOIN orders_orderline l ON l.id = running.line_id
        WHERE running.quantity + (
            SELECT coalesce(sum(f.quantity), 0) FROM {facts} f WHERE f.line_id = l.id AND NOT EXISTS (
                SELECT 1 FROM {staged.table} y WHERE (y.source, y.source_key) = (f.source, f.source_key))
        ) > {room})"""
