"""Decisions of the catalog: what a code is, and when its last digit is right."""

import re

from shopkeeper.catalog.contracts import CodeKind

_GTIN_LENGTHS = (8, 12, 13, 14)
_FULL = 14


def kind_of_code(text: str) -> CodeKind:
    """Codes of 8, 12, 13 or 14 digits are GTINs, all others a house's own."""
    return CodeKind.GTIN if tidy_code(text).isdigit() and len(tidy_code(text)) in _GTIN_LENGTHS else CodeKind.INTERNAL


def tidy_code(text: str) -> str:
    """Without the blanks and hyphens that people write and printers add."""
    return re.sub(r"[\s-]+", "", text).upper()


def normalize_code(text: str) -> str:
    """The one form in which a code is kept and looked for: a right GTIN with 14 digits, others in capitals."""
    code = tidy_code(text)
    return code.zfill(_FULL) if kind_of_code(code) is CodeKind.GTIN and has_right_check_digit(code) else code


def has_right_check_digit(code: str) -> bool:
    """Whether the last digit of a GTIN fits, by GS1 General Specifications 7.9: weights 3 and 1 from the right."""
    digits = [int(digit) for digit in code.zfill(_FULL)]
    return sum(digit * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits)) % 10 == 0
