"""The people of a town as six registers know them, each with other fields: families under one roof, few of a key."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bench.probes.slips import garble, garble_day, lose
from bench.probes.words import CALLED, FAMILIES, MEN, STREETS, TOWNS, WOMEN, draw

COLUMNS = (
    "source", "first_name", "middle_initial", "last_name", "full_name", "dob", "ssn", "email", "phone", "street", "city",
    "zip", "sex",
)  # fmt: skip
_ADDRESS = ("street", "city", "zip")
_FIELDS = {
    "census": ("first_name", "middle_initial", "last_name", "dob", "sex", *_ADDRESS),
    "tax": ("first_name", "middle_initial", "last_name", "ssn", *_ADDRESS),
    "insurance": ("first_name", "middle_initial", "last_name", "dob", "ssn", "sex"),
    "clinic": ("full_name", "dob", "phone"),
    "survey": ("initial", "last_name", "phone", *_ADDRESS),
    "shop": ("first_name", "last_name", "email", "zip"),
}
_SHARE = {"census": 0.7, "tax": 0.5, "insurance": 0.5, "clinic": 0.35, "survey": 0.2, "shop": 0.3}
_EMPTY = dict.fromkeys(COLUMNS[1:], 0.06)


@dataclass(frozen=True)
class _Person:
    given: str
    middle: str
    family: str
    sex: str
    born: date
    street: str
    city: str
    zip: str
    ssn: str
    phone: str
    email: str


def make(homes: int = 1_900, *, seed: int = 42) -> tuple[list[dict[str, str]], list[int]]:
    """Records with the columns of all registers, empty where a register has none; whose each is."""
    dice = random.Random(seed)
    records, truth, number = list[dict[str, str]](), list[int](), 0
    for _ in range(homes):
        for person in _household(dice):
            number += 1
            for source, share in _SHARE.items():
                if dice.random() < share:
                    records.append(_write(person, source, dice))
                    truth.append(number)
    return records, truth


def _household(dice: random.Random) -> list[_Person]:
    family, city = draw(dice, FAMILIES, uneven=0.7), draw(dice, TOWNS[:12])
    street = f"{dice.randrange(1, 220)} {dice.choice(STREETS)}"
    zipcode = f"{40_000 + TOWNS.index(city) * 40 + dice.randrange(4)}"
    phone = "".join(dice.choices("0123456789", k=10))
    people = []
    for place in range(dice.choices((1, 2, 3, 4, 5), (25, 35, 18, 15, 7))[0]):
        sex = dice.choice("MF")
        given = draw(dice, MEN if sex == "M" else WOMEN)
        years = dice.randrange(22, 85) if place < 2 else dice.randrange(0, 20)
        last = family if dice.random() < 0.9 else draw(dice, FAMILIES)
        own = "".join(dice.choices("0123456789", k=10)) if dice.random() < 0.6 else phone
        mail = f"{given}.{last}{dice.randrange(100)}@{dice.choice(('mail.test', 'post.test'))}"
        people.append(_Person(
            given, draw(dice, MEN + WOMEN), last, sex, date(2020, 1, 1) - timedelta(days=years * 365 + dice.randrange(365)),
            street, city, zipcode, "".join(dice.choices("0123456789", k=9)), own,
            people[0].email if people and dice.random() < 0.15 else mail,
        ))  # fmt: skip
        if place > 1 and dice.random() < 0.08:  # a child of the parent's name
            people[-1] = replace(people[-1], given=people[0].given, sex=people[0].sex)
        if place > 1 and dice.random() < 0.03:  # a twin
            people[-1] = replace(people[-1], born=people[-2].born)
    return people


def _write(person: _Person, source: str, dice: random.Random) -> dict[str, str]:
    given = CALLED.get(person.given, person.given) if dice.random() < 0.08 else person.given
    given, family = garble(given, dice, often=0.07), garble(person.family, dice, often=0.07)
    street, city, zipcode = person.street, person.city, person.zip
    if dice.random() < 0.12:
        city = draw(dice, TOWNS[:12])
        street, zipcode = f"{dice.randrange(1, 220)} {dice.choice(STREETS)}", f"{40_000 + TOWNS.index(city) * 40 + 1}"
    number, _, rest = street.partition(" ")
    said = {
        "first_name": given, "middle_initial": person.middle[0], "last_name": family, "initial": given[0],
        "full_name": dice.choice((f"{given} {family}", f"{family}, {given}", f"{given} {person.middle[0]}. {family}")),
        "dob": garble_day(person.born, dice, often=0.07), "ssn": garble(person.ssn, dice, often=0.03),
        "email": person.email, "phone": person.phone, "street": f"{number} {garble(rest, dice, often=0.07)}",
        "city": garble(city, dice, often=0.05), "zip": zipcode, "sex": person.sex,
    }  # fmt: skip
    kept = {name: said[name] for name in _FIELDS[source]}
    kept = {"first_name" if name == "initial" else name: value for name, value in lose(kept, dice, _EMPTY).items()}
    return dict.fromkeys(COLUMNS, "") | {"source": source} | kept
