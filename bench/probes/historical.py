"""Persons of history, gathered from many registers: a dozen records each, hardly two of them alike."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from bench.probes.slips import garble, garble_day, lose
from bench.probes.words import CALLED, FAMILIES, MEN, TOWNS, TRADES, WOMEN, draw

_EMPTY = {"first_name": 0.04, "surname": 0.05, "dob": 0.2, "birth_place": 0.2, "postcode": 0.2, "occupation": 0.2}


@dataclass(frozen=True)
class _Person:
    given: str
    second: str
    family: str
    title: str
    born: date
    town: str
    outward: str
    postcodes: tuple[str, ...]
    gender: str
    trade: str


def make(people: int = 1_300, *, seed: int = 41) -> tuple[list[dict[str, str]], list[int]]:
    """Records of first_name, surname, full_name, dob, birth_place, postcode, gender, occupation; whose each is."""
    dice = random.Random(seed)
    records, truth = list[dict[str, str]](), list[int]()
    for number in range(people):
        person = _person(dice)
        for _ in range(max(3, min(30, int(dice.lognormvariate(2.35, 0.55))))):
            records.append(_write(person, dice))
            truth.append(number)
    order = dice.sample(range(len(records)), len(records))
    return [records[place] for place in order], [truth[place] for place in order]


def _person(dice: random.Random) -> _Person:
    gender = "male" if dice.random() < 0.8 else "female"
    pool = MEN if gender == "male" else WOMEN
    town = draw(dice, TOWNS, uneven=0.6)
    family = draw(dice, FAMILIES, uneven=0.6)
    title = f"{dice.choice(('1st', '2nd', '5th'))} {dice.choice(('Baron', 'Earl of', 'Viscount'))} {town.title()}"
    outward = f"{town[:2]}{TOWNS.index(town) % 30 + 1}"
    inward = "".join(dice.choices("abdefghjlnpqrstuwxyz", k=2))
    born = date(1600, 1, 1) + timedelta(days=int(dice.triangular(0, 120_000, 100_000)))
    return _Person(
        draw(dice, pool), draw(dice, pool) if dice.random() < 0.5 else "", family,
        title if dice.random() < 0.06 else "",
        born if dice.random() < 0.8 else born.replace(month=1, day=1), town, outward,
        tuple(f"{outward} {dice.randrange(1, 10)}{inward}" for _ in range(3)),
        gender, draw(dice, TRADES),
    )  # fmt: skip


def _write(person: _Person, dice: random.Random) -> dict[str, str]:
    given, family, second = person.given, person.family, person.second
    if dice.random() < 0.12:
        given = CALLED.get(given, given)
    elif dice.random() < 0.04:
        given = given[0]
    elif second and dice.random() < 0.04:
        given = second
    given, family = garble(given, dice, often=0.3), garble(family, dice, often=0.3)
    if person.gender == "female" and dice.random() < 0.08:
        family = draw(dice, FAMILIES)
    middle = f" {dice.choice((second, second[:1]))}" if second and dice.random() < 0.5 else ""
    whole = f"{given}{middle} {family}"
    if person.title and dice.random() < 0.5:
        whole = f"{whole}, {person.title}"
    if dice.random() < 0.03:
        given, family = family, given
    if person.title and dice.random() < 0.3:
        family = person.title.rsplit(" ", 1)[-1].lower()
    moved = dice.random() < 0.2
    town = draw(dice, TOWNS) if moved else garble(person.town, dice, often=0.1)
    said = {
        "first_name": given, "surname": family, "full_name": whole,
        "dob": garble_day(person.born, dice, often=0.35), "birth_place": town,
        "postcode": garble(dice.choice(person.postcodes), dice, often=0.08),
        "gender": person.gender,
        "occupation": person.trade if dice.random() < 0.8 else draw(dice, TRADES),
    }  # fmt: skip
    return lose(said, dice, _EMPTY)
