"""Rows of the customers' records, their consents, and the companies."""

from collections.abc import Iterator

from shopkeeper.demo.generator.days import DAY
from shopkeeper.demo.generator.dice import dice
from shopkeeper.demo.generator.people import LOYALTY, NEWSLETTER
from shopkeeper.demo.generator.tables.known import ORDER_DESK, Known, Row
from shopkeeper.demo.generator.world import Person, Record
from shopkeeper.demo.troubles import PlaceholderCards

_MARKETING = "marketing"
_TEXT = "2024-05"


def customers(known: Known) -> Iterator[Row]:
    country = known.scenario.retailer.country
    for person in known.story.people.everybody:
        region = known.scenario.regions[known.scenario.stores[person.store].region]
        for records in person.records.values():
            for r in records:
                born = person.born if r.source == LOYALTY else ""
                made_at = known.days.instant(_made_at(person, r))
                yield (r.source, r.key, r.name, r.family, r.email, r.phone, r.card, born, r.street, r.city,
                       r.postcode, region if r.street else "", country, made_at)  # fmt: skip


def consents(known: Known) -> Iterator[Row]:
    """The newsletter's readers said yes; of the members some did, some did not; a few withdrew it at the till."""
    trouble = known.scenario.find(PlaceholderCards)
    withdrawn = trouble.opted_out_elsewhere if trouble else 0
    chance, brand = dice(1, "consents"), known.scenario.brand.key
    for person in known.story.people.everybody:
        letter, card = person.records.get(NEWSLETTER), person.records.get(LOYALTY)
        if letter:
            yield _consent(known, person, letter[0], brand, "granted")
        if card and card[0].email:
            leaves = bool(letter) and withdrawn > 0
            withdrawn -= leaves
            state = "revoked" if leaves else "granted" if letter or chance.random() < 0.5 else "denied"
            yield _consent(known, person, card[0], brand, state)


def _consent(known: Known, person: Person, record: Record, brand: str, state: str) -> Row:
    at = _made_at(person, record) + (90 * DAY if state == "revoked" else 0)
    at = min(at, known.until - DAY)
    return (record.source, f"{record.key}-email", record.key, brand, _MARKETING, "email", record.email, state,
            _TEXT, "form", known.days.instant(at))  # fmt: skip


def _made_at(person: Person, record: Record) -> int:
    """When the record came to be: before the person's first order."""
    if record.made_at:
        return record.made_at
    first = person.orders[0].at if person.orders else -30 * DAY
    return min(first, -5 * DAY) - (person.number * 7919 % 900) * DAY - 600


def companies(known: Known) -> Iterator[Row]:
    chance, words = dice(known.scenario.companies, "companies"), known.story.words
    stores = list(known.scenario.stores.values())
    for number in range(1, known.scenario.companies + 1):
        name = f"{chance.choice(words.family)} {chance.choice(words.companies)}"
        area, city = chance.choice(list(chance.choice(stores).areas.items()))
        mail = name.split()[0].lower()
        yield (ORDER_DESK, f"COM-{number:02}", f"{40_000 + number}", name, f"orders{number}@{mail}.example",
               f"+44163296{1000 + number}", city, f"{area}2 3QB", known.scenario.retailer.country)  # fmt: skip
