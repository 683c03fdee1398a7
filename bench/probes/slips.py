"""What goes wrong when people are written down: slips of fingers, ears and eyes, and fields left empty or mixed up."""

import random
from datetime import date

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HEARD = (
    ("ph", "f"),
    ("ck", "k"),
    ("ie", "y"),
    ("ee", "ea"),
    ("th", "t"),
    ("s", "z"),
    ("c", "k"),
    ("i", "y"),
    ("ll", "l"),
)


def slip(text: str, dice: random.Random) -> str:
    """One letter missed, added, mistaken or swapped with its neighbor."""
    if len(text) < 3:
        return text
    at = dice.randrange(1, len(text) - 1)
    letter = dice.choice(_LETTERS)
    return dice.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def mishear(text: str, dice: random.Random) -> str:
    """Written as it sounds."""
    fitting = [(said, heard) for said, heard in _HEARD if said in text[1:]]
    if not fitting:
        return slip(text, dice)
    said, heard = dice.choice(fitting)
    return text[0] + text[1:].replace(said, heard, 1)


def garble(text: str, dice: random.Random, *, often: float) -> str:
    """With some luck none of it, else one slip and at times a second one."""
    while dice.random() < often:
        text = dice.choice((slip, slip, mishear))(text, dice)
        often /= 3
    return text


def garble_day(day: date, dice: random.Random, *, often: float) -> str:
    """A date of birth: off by a day, a month or years, day and month swapped, only the year known, a digit mistaken."""
    said = day.isoformat()
    if dice.random() >= often:
        return said
    year, month, number = day.year, day.month, day.day
    kind = dice.randrange(6)
    if kind == 0:
        return f"{year}-01-01"
    if kind == 1:
        return f"{year + dice.choice((-10, -2, -1, 1, 2, 10))}-{month:02}-{number:02}"
    if kind == 2:
        return f"{year}-{dice.randrange(1, 13):02}-{number:02}"
    if kind == 3 and number <= 12:
        return f"{year}-{number:02}-{month:02}"
    if kind == 4:
        at = dice.choice((2, 3, 8, 9))
        return said[:at] + dice.choice("012") + said[at + 1 :]
    return f"{year}-{month:02}-{dice.randrange(1, 29):02}"


def lose(record: dict[str, str], dice: random.Random, shares: dict[str, float]) -> dict[str, str]:
    """Fields left empty, each as often as it is."""
    return {name: "" if dice.random() < shares.get(name, 0.0) else value for name, value in record.items()}
