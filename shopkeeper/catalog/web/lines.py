"""Short lists as people type them: one a line."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _


def read_words(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def read_amounts(text: str) -> dict[str, int]:
    """`case 12` a line: the last word is how many.

    :raises ValidationError: with the line that has none
    """
    found = {}
    for line in read_words(text):
        name, _blank, number = line.rpartition(" ")
        if not name.strip() or not number.isdigit() or len(number) > 7:
            raise forms.ValidationError(_("Write how many at the end of “%(line)s”.") % {"line": line})
        found[name.strip()] = int(number)
    return found


def write_amounts(pairs: Iterable[tuple[str, int]]) -> str:
    """The same, to be changed."""
    return "\n".join(f"{name} {number}" for name, number in pairs)
