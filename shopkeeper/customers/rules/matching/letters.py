"""Plain letters: any script in ASCII, small, without accents, as the ground for all comparing."""

import re

from anyascii import anyascii

_SPARE = re.compile(r"[^a-z0-9]+")

LONGEST = 200
"""No name, street or address is longer; what comes after is a mistake or an attack."""


def plain(text: str) -> str:
    """Words of small ASCII letters and digits, one space between them: "Müller-Łódź" becomes "muller lodz"."""
    short = text[:LONGEST]
    return _SPARE.sub(" ", (short if short.isascii() else anyascii(short)[:LONGEST]).lower()).strip()


def joined(text: str) -> str:
    """The same without spaces: "O'Brien" becomes "obrien"."""
    return plain(text.replace("'", "").replace("’", "")).replace(" ", "")
