"""Rows that only one may have for a pair of values: one pack of a name, one offer of a supplier."""

from django.db import models

from shopkeeper.core.intake import Staged
from shopkeeper.core.setwise import batch, refuse


def refuse_pair_taken(staged: Staged, model: type[models.Model], pair: tuple[str, str], code: str) -> None:
    """Refuse rows whose pair belongs to another row: stored, or earlier in the batch."""
    first, second = pair
    refuse(
        staged,
        code,
        f"EXISTS (SELECT 1 FROM {model._meta.db_table} t WHERE t.{first} = s.{first} AND t.{second} = s.{second}"
        " AND (t.source, t.source_key) <> (s.source, s.source_key)) OR s.line IN (SELECT line FROM"
        f" (SELECT s.line, row_number() OVER (PARTITION BY s.{first}, s.{second} ORDER BY s.line) AS place"
        f" FROM {staged.table} s WHERE {batch(staged)}) ranked WHERE place > 1)",
    )
