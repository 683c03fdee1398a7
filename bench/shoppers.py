"""Made-up shoppers as unequally spread as real ones, with the truth about who is who, for benches of any size.

Names, streets and towns are syllables put together; how often each comes follows Zipf and Mandelbrot: the commonest
family name has six in a thousand people, half of all people bear one of some two thousand, the rest tens of thousands.
Every fifth person lives with the one before. A quarter of the records speak again of somebody who is there already,
with slips, gaps, moves, new addresses and new names. An address of mail is one person's, as it is in life, however many
bear a name. A record of a place is always the same, whatever the number made.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

Said = dict[str, str]

_AGAIN = 0.25
_STARTS = ["b", "br", "c", "ch", "d", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st", "t", "w"]
_MIDDLES = ["a", "e", "i", "o", "u", "ai", "ea", "oo"]
_ENDS = ["n", "r", "l", "s", "th", "nd", "ck", "m", "rt", "x"]
_SYLLABLES = ["".join(parts) for parts in product(_STARTS, _MIDDLES, _ENDS)]
_MAILS = ("example.com", "example.org", "example.net", "mail.example", "post.example")


def make_shoppers(count: int) -> Iterator[tuple[Said, int]]:
    """Records, and the number of the person that each is of."""
    people = 0
    for place in range(count):
        dice = random.Random(f"record {place}")
        if people and dice.random() < _AGAIN:
            person = dice.randrange(people)
            yield _say_again(_make_person(person), dice), person
        else:
            yield _leave_out(_make_person(people), dice), people
            people += 1


def _make_person(number: int) -> Said:
    dice = random.Random(f"person {number}")
    given = _name(_rank(dice, 2_500, shift=15, slope=1.15), "given")
    home = _make_person(number - 1) if number % 5 == 4 else _make_home(dice)
    born = date(1935, 1, 1) + timedelta(days=dice.randrange(26_000))
    box = f"{dice.choice((given, given[0]))}.{home['family_name']}{number}".lower()
    phone = home["phone"] if number % 5 == 4 and dice.random() < 0.3 else f"07{dice.randrange(10**9):09}"
    return {
        **home, "given_name": given, "born_on": born.isoformat(), "email": f"{box}@{dice.choice(_MAILS)}", "phone": phone,
    }  # fmt: skip


def _make_home(dice: random.Random) -> Said:
    town = _rank(dice, 3_000, shift=10, slope=1.2)
    return {
        "family_name": _name(_rank(dice, 80_000, shift=30, slope=1.1), "family"),
        "street": f"{dice.randrange(1, 200)} {_name(_rank(dice, 8_000, shift=5, slope=1.1), 'street')} Street",
        "city": _name(town, "town"),
        "postcode": f"{town:04}{dice.randrange(1 + 400 // (town + 4))}",
        "phone": f"07{dice.randrange(10**9):09}",
    }


def _say_again(said: Said, dice: random.Random) -> Said:
    """The same person somewhere else, or years later."""
    other = dict(said)
    if dice.random() < 0.12:
        home = _make_home(dice)
        other |= {name: home[name] for name in ("street", "city", "postcode")}
    if dice.random() < 0.15:
        other["phone"] = f"07{dice.randrange(10**9):09}"
    if dice.random() < 0.15:
        other["email"] = (
            f"{dice.choice((said['given_name'], said['family_name']))}{dice.randrange(10**9)}@post.example".lower()
        )
    if dice.random() < 0.03:
        other["family_name"] = _make_home(dice)["family_name"]
    for name in ("given_name", "family_name", "street", "email", "phone"):
        if dice.random() < 0.06:
            other[name] = _slip(other[name], dice)
    return _leave_out(other, dice)


def _leave_out(said: Said, dice: random.Random) -> Said:
    gaps = {"email": 0.2, "phone": 0.2, "born_on": 0.3, "street": 0.1}
    return {name: "" if dice.random() < gaps.get(name, 0) else value for name, value in said.items()}


def _slip(text: str, dice: random.Random) -> str:
    """One letter missed, doubled, or swapped with the next."""
    at = dice.randrange(len(text) - 1)
    return text[:at] + dice.choice((text[at + 1 :], text[at] + text[at:], text[at + 1] + text[at] + text[at + 2 :]))


def _rank(dice: random.Random, most: int, *, shift: float, slope: float) -> int:
    """A place in an order of frequency, drawn as Mandelbrot has it: 1 / (place + shift) ** slope."""
    power = 1 - slope
    low, high = shift**power, (most + shift) ** power
    return min(most - 1, int((low + dice.random() * (high - low)) ** (1 / power) - shift))


def _name(rank: int, kind: str) -> str:
    """A word of two or three syllables for each place, another one for each kind of name."""
    turned = (rank * 7_919 + len(kind) * 31_337) % len(_SYLLABLES) ** 2
    first, second = divmod(turned, len(_SYLLABLES))
    return (_SYLLABLES[first] + _SYLLABLES[second] + ("a" if kind == "given" else "")).title()
