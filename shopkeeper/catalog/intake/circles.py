"""Categories that a file would put below themselves."""

from shopkeeper.core.intake import Staged
from shopkeeper.core.setwise import batch

# A category lies on one circle at most, since there is one above it at most; whoever comes back to where they began
# has met all of that circle.
_CLOSING = """
    WITH RECURSIVE moved AS (
        SELECT c.id, s.parent_id, s.line FROM {table} s
        JOIN catalog_category c ON (c.source, c.source_key) = (s.source, s.source_key) WHERE {batch}
    ), tree AS (
        SELECT c.id, CASE WHEN m.id IS NULL THEN c.parent_id ELSE m.parent_id END AS parent_id
        FROM catalog_category c LEFT JOIN moved m ON m.id = c.id
    ), above AS (
        SELECT id AS origin, parent_id AS reached FROM moved WHERE parent_id IS NOT NULL
        UNION
        SELECT a.origin, t.parent_id FROM above a JOIN tree t ON t.id = a.reached
        WHERE a.reached <> a.origin AND t.parent_id IS NOT NULL
    ), circle AS (
        SELECT a.origin, max(m.line) AS last FROM above a JOIN moved m ON m.id = a.reached
        WHERE a.origin IN (SELECT origin FROM above WHERE reached = origin) GROUP BY a.origin
    )
    SELECT DISTINCT last FROM circle"""


def closing(staged: Staged) -> str:
    """The lines that close a circle: the last of each, as those that come first in a file stand."""
    return _CLOSING.format(table=staged.table, batch=batch(staged))
