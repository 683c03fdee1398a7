"""Identifiers: uuid7 for rows, short checked numbers for what people read aloud."""

import os
import time
import uuid
from collections.abc import Callable

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"


def uuid7(*, millis: int | None = None, entropy: bytes | None = None) -> uuid.UUID:
    """A time-ordered UUID as RFC 9562 section 5.7 lays it out: 48 bits of milliseconds, then 74 random bits.

    By the clock, the first 12 of these say where in the millisecond it was made (section 6.2, method 3), so that what
    one process did in one go stands in the order in which it was done.
    """
    now = time.time_ns()
    rand = int.from_bytes(os.urandom(10) if entropy is None else entropy, "big")
    if millis is None:
        rand = (now % 1_000_000 * 4096 // 1_000_000) << 68 | rand & (2**68 - 1)
    stamp = now // 1_000_000 if millis is None else millis
    value = (stamp & (2**48 - 1)) << 80
    value |= 0x7 << 76 | (rand >> 68) << 64
    value |= 0b10 << 62 | rand & (2**62 - 1)
    return uuid.UUID(int=value)


_source: Callable[[], uuid.UUID] = uuid7


def new_id() -> uuid.UUID:
    """The next row identifier, from the source in force."""
    return _source()


def use_source(source: Callable[[], uuid.UUID] | None) -> None:
    """Let tests and the demo retailer inject identifiers; None restores uuid7."""
    global _source
    _source = source or uuid7


def short_number(sequence: int) -> str:
    """A number for people: 29 unambiguous letters and digits, the last one a check character."""
    digits = ""
    rest = sequence
    while rest or not digits:
        rest, digit = divmod(rest, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits + _check_character(digits)


def is_short_number(text: str) -> bool:
    """Whether the check character fits, so that one slip of the tongue finds nobody else's order."""
    letters = text.strip().upper()
    known = len(letters) > 1 and all(letter in _ALPHABET for letter in letters)
    return known and _check_character(letters[:-1]) == letters[-1]


def _check_character(digits: str) -> str:
    # 29 letters and 29 is prime: single slips and swaps of neighbors always change the sum.
    total = sum((place + 1) * _ALPHABET.index(letter) for place, letter in enumerate(reversed(digits)))
    return _ALPHABET[total % len(_ALPHABET)]
