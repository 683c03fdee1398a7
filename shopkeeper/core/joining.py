"""Rows with what they point to, where there mostly are none."""

from django.db.models import Model, QuerySet


def joined_if_any[M: Model](rows: QuerySet[M], *shown: str) -> list[M]:
    """The rows with what is shown of them. Asks first whether there are any: work lists are empty most of the time,
    and to put together a statement of many columns takes longer than to find that out."""
    return list(rows.select_related(*shown)) if rows.exists() else []
