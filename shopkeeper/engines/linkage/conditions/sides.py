"""A record in standard form, and the names by which code speaks of two of them."""

from collections.abc import Mapping

Form = Mapping[str, str | None]
"""A record in standard form: plain text (ASCII), or None where nothing is known."""


def sides_of(column: str) -> tuple[str, str]:
    """What the two records hold in a column, as names in Python."""
    return f"l_{column}", f"r_{column}"
