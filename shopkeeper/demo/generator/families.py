"""Families: people behind one door, and what makes some of them hard to tell apart."""

from collections.abc import Callable
from random import Random

from shopkeeper.demo.generator.world import Person

_SENIOR_BORN, _GENERATION = 1951, 28
_LAND_LINE = "+44163296{:04}"


def move_together(fit: list[Person], count: int, chance: Random) -> list[list[Person]]:
    """Let `count` families of these people live together, each in the home of one of them.

    The first share a mailbox, the second are twins, the third two generations of one name; of the others half
    share a telephone.
    """
    waiting, families = list(fit), []
    chance.shuffle(waiting)
    for place in range(count):
        size, tell = _STORIES[place] if place < len(_STORIES) else (chance.choice((2, 2, 3, 4)), _OTHERS[place % 2])
        family = _choose(waiting, size)
        for person in family[1:]:
            _move_in(person, family[0])
        tell(family)
        families.append(family)
    return families


def _choose(waiting: list[Person], size: int) -> list[Person]:
    """One of those who wait and others of the same streets, whose first names nobody takes for one another's."""
    family: list[Person] = []
    for person in waiting:
        is_near = not family or (person.store, person.area) == (family[0].store, family[0].area)
        if is_near and person.given[:2] not in {one.given[:2] for one in family}:
            family.append(person)
        if len(family) == size:
            break
    for person in family:
        waiting.remove(person)
    return family


def _move_in(person: Person, head: Person) -> None:
    person.street, person.postcode, person.city = head.street, head.postcode, head.city
    _call(person, person.given, head.family)
    for record in person.all_records():
        if record.street:
            record.street, record.postcode, record.city = head.street, head.postcode, head.city


def _call(person: Person, given: str, family: str) -> None:
    """Name somebody anew, in all records; the mailbox is named after them."""
    number, host = person.number + 11, person.email.partition("@")[2]
    email = f"{given}.{family.replace(' ', '.')}{number}@{host}".lower()
    for record in person.all_records():
        record.name = given if record.name == person.given else record.name
        record.family = family if record.family else ""
        record.email = email if record.email else ""
    person.given, person.family, person.email = given, family, email


def _share_mailbox(family: list[Person]) -> None:
    address = f"the.{family[0].family}.family@{family[0].email.partition('@')[2]}".lower()
    for person in family:
        person.email = address
        for record in person.all_records():
            record.email = address if record.email else ""


def _are_twins(family: list[Person]) -> None:
    for person in family:
        person.born = family[0].born


def _are_namesakes(family: list[Person]) -> None:
    senior, junior = family
    senior.born, junior.born = f"{_SENIOR_BORN}{senior.born[4:]}", f"{_SENIOR_BORN + _GENERATION}{junior.born[4:]}"
    given, name = senior.given, senior.family
    _call(senior, given, f"{name} Sr")
    _call(junior, given, f"{name} Jr")


def _share_telephone(family: list[Person]) -> None:
    line = _LAND_LINE.format(family[0].number % 10_000)
    for person in family:
        person.phone = line
        for record in person.all_records():
            record.phone = line if record.street else record.phone


def _share_a_door(family: list[Person]) -> None:
    """And nothing else."""


_STORIES: tuple[tuple[int, Callable[[list[Person]], None]], ...] = (
    (4, _share_mailbox), (2, _are_twins), (2, _are_namesakes),
)  # fmt: skip
_OTHERS = (_share_a_door, _share_telephone)
