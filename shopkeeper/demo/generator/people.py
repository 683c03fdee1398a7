"""The people: who they are, where they live, and how each of five sources knows them."""

from random import Random

from shopkeeper.demo.generator.dice import apportion
from shopkeeper.demo.generator.families import move_together
from shopkeeper.demo.generator.world import Person, Record
from shopkeeper.demo.scenario import Scenario, Store
from shopkeeper.demo.troubles import PlaceholderCards
from shopkeeper.demo.words import Words

LOYALTY, WEBSHOP, MARKET, NEWSLETTER, CARE = "loyalty", "web", "marketplace", "newsletter", "contact_center"
_SHARES = {LOYALTY: 0.56, WEBSHOP: 0.50, MARKET: 0.08, NEWSLETTER: 0.27, CARE: 0.09}
_BUSIEST = 20.0
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_SHORT_NAMES = {
    "Margaret": "Maggie", "Elizabeth": "Liz", "Catherine": "Cathy", "Robert": "Rob", "William": "Will",
    "Michael": "Mike", "Patricia": "Pat", "Susan": "Sue", "Thomas": "Tom", "Samuel": "Sam", "Nicola": "Nicky",
    "Christine": "Chris", "Daniel": "Dan", "Stephen": "Steve", "Deborah": "Debbie", "Rebecca": "Becky",
    "Anthony": "Tony", "Philip": "Phil", "Jennifer": "Jenny", "Kenneth": "Ken", "Victoria": "Vicky",
}  # fmt: skip


class People:
    """Everybody, and the pools from which buyers of a source near a store are drawn."""

    def __init__(self, scenario: Scenario, words: Words, chance: Random, kin: Random) -> None:
        self._scenario, self._words, self._chance = scenario, words, chance
        self.everybody: list[Person] = []
        for code, count in zip(scenario.stores, self._shares(), strict=True):
            for _ in range(count):
                self.everybody.append(self._person(code, scenario.stores[code]))
        self.heroine = self._tell_of_heroine()
        for person in self.everybody:
            self._register(person)
        self.newcomers = self._newcomers()
        self.families = move_together(self._settled(), scenario.families, kin)
        self.pools = self._pools()

    def _shares(self) -> list[int]:
        return apportion(self._scenario.people, [store.homes for store in self._scenario.stores.values()])

    def _person(self, code: str, store: Store) -> Person:
        chance, words, number = self._chance, self._words, len(self.everybody)
        given, family = chance.choice(words.given), chance.choice(words.family)
        area, city = chance.choice(list(store.areas.items()))
        return Person(
            number=number,
            given=given,
            family=family,
            email=f"{given}.{family}{number + 11}@{chance.choice(words.mail_hosts)}".lower(),
            phone=f"+447700{number + 100_000:06}",
            born=f"{chance.randint(1941, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            street=f"{chance.randint(1, 180)} {chance.choice(words.streets)}",
            postcode=f"{area}{chance.randint(1, 28)} {chance.randint(1, 9)}{''.join(chance.choices(_LETTERS, k=2))}",
            area=area,
            city=city,
            store=code,
            pace=min(chance.paretovariate(1.6), _BUSIEST),
        )

    def _tell_of_heroine(self) -> Person:
        told = self._scenario.heroine
        person = next(person for person in self.everybody if person.store == told.store)
        person.given, person.family, person.email, person.phone = told.given, told.family, told.email, told.phone
        person.pace = 3.0
        return person

    def _register(self, person: Person) -> None:
        chance = self._chance
        sources = [source for source, share in _SHARES.items() if chance.random() < share]
        if person is self.heroine:
            sources = [LOYALTY, WEBSHOP, NEWSLETTER, CARE]
        for source in sources or [WEBSHOP]:
            person.records[source] = [self._record(person, source, 0)]
        two_cards = chance.random() < self._scenario.shares.two_cards
        if LOYALTY in person.records and two_cards and person is not self.heroine:
            person.records[LOYALTY].append(self._record(person, LOYALTY, 1))

    def _record(self, person: Person, source: str, nth: int) -> Record:
        chance = self._chance
        has = _MAKES_KNOWN[source]
        given = _SHORT_NAMES.get(person.given, person.given) if nth or chance.random() < 0.08 else person.given
        moved = chance.random() < 0.05 and source != LOYALTY
        street = f"{chance.randint(1, 180)} {chance.choice(self._words.streets)}" if moved else person.street
        return Record(
            source=source,
            key=f"{source[:3].upper()}-{person.number:05}{'B' if nth else ''}",
            name=given if has[0] else "",
            family=person.family if has[0] else "",
            email=person.email if chance.random() < has[1] or person is self.heroine else "",
            phone=person.phone if chance.random() < has[2] or nth or person is self.heroine else "",
            card=f"TW{person.number * 2 + nth + 310_000_000}" if source == LOYALTY else "",
            street=street if has[3] else "",
            city=person.city if has[3] else "",
            postcode=person.postcode if has[3] else "",
        )

    def _newcomers(self) -> dict[str, list[Person]]:
        """Members who join while the tills type a placeholder: their first receipt makes their card."""
        trouble = self._scenario.find(PlaceholderCards)
        if trouble is None:
            return {}
        chosen = {}
        for store, count in zip(trouble.stores, apportion(trouble.records, [1] * len(trouble.stores)), strict=True):
            fit = [p for p in self.everybody if p.store == store and len(p.records.get(LOYALTY, ())) == 1]
            chosen[store] = fit[:count]
            for person in chosen[store]:
                record = person.records[LOYALTY][0]
                record.street, record.city = trouble.street, trouble.city
                record.phone, record.postcode = trouble.phone, trouble.postcode
        return chosen

    def _settled(self) -> list[Person]:
        """Members who buy on the web, too, by one address and mailbox, so that each is found to be one person."""
        return [
            person
            for person in self.everybody
            if person is not self.heroine and person.records.keys() == {LOYALTY, WEBSHOP}
            and all(record.street == person.street and record.email for record in person.all_records())
        ]  # fmt: skip

    def _pools(self) -> dict[tuple[str, str], list[Person]]:
        pools: dict[tuple[str, str], list[Person]] = {
            (source, store): [] for source in _SHARES for store in self._scenario.stores
        }
        new = {id(person) for persons in self.newcomers.values() for person in persons}
        for person in self.everybody:
            for source in person.records:
                if source != LOYALTY or id(person) not in new:
                    pools[source, person.store].append(person)
        return pools


# Which sources know a name; an e-mail and a phone how often; an address.
_MAKES_KNOWN: dict[str, tuple[bool, float, float, bool]] = {
    LOYALTY: (True, 0.62, 0.55, True),
    WEBSHOP: (True, 1.0, 0.35, True),
    MARKET: (True, 0.0, 0.3, True),
    NEWSLETTER: (False, 1.0, 0.0, False),
    CARE: (True, 0.55, 0.9, False),
}
