"""The yearly question: would you recommend us? Asked of members by their store; one store has very few answers."""

from random import Random

from shopkeeper.demo.generator.days import DAY, HOUR, Days
from shopkeeper.demo.generator.dice import apportion, uneven
from shopkeeper.demo.generator.people import LOYALTY, People
from shopkeeper.demo.generator.voice import tone_of
from shopkeeper.demo.generator.world import Invitation, Person, Response
from shopkeeper.demo.scenario import Scenario, Store
from shopkeeper.demo.words import Words

RELATIONSHIP = "relationship"
_DAILY_RESPONSES = 3.6
_PROMOTERS, _DETRACTORS = 0.51, 0.15
_WRITES = 0.35


class Recommendations:
    """Asks, and lets so many promoters and detractors answer that every store but one looks alike."""

    def __init__(self, scenario: Scenario, words: Words, people: People, days: Days, chance: Random) -> None:
        self._scenario, self._words, self._people = scenario, words, people
        self._days, self._chance = days, chance
        self.invitations: list[Invitation] = []
        self.responses: list[Response] = []

    def ask(self) -> None:
        """Every store over its whole time."""
        tills = sum(store.tills for store in self._scenario.stores.values())
        lowest = self._scenario.traps.lowest_store
        for code, store in self._scenario.stores.items():
            first = self._days.first if store.opened is None else store.opened
            count = round(_DAILY_RESPONSES * store.tills / tills * -first)
            if code == lowest.store:
                self._ask_members(code, first, lowest.responses, lowest.promoters, lowest.detractors)
            else:
                self._ask_members(code, first, count, round(count * _PROMOTERS), round(count * _DETRACTORS))

    def _ask_members(self, code: str, first: int, count: int, promoters: int, detractors: int) -> None:
        chance = self._chance
        scores = [chance.choice((9, 10)) for _ in range(promoters)]
        scores += [chance.choice((2, 3, 4, 5, 6, 6)) for _ in range(detractors)]
        scores += [chance.choice((7, 8)) for _ in range(count - promoters - detractors)]
        chance.shuffle(scores)
        span = range(first, 0)
        days = [d for d, n in zip(span, apportion(count, uneven(chance, [1.0] * len(span), 0.5)), strict=True)
                for _ in range(n)]  # fmt: skip
        for day, score in zip(days, scores, strict=True):
            self._answer(code, self._scenario.stores[code], day, score)
        silent = round(count / self._scenario.shares.responds) - count
        for day in chance.choices(span, k=silent):
            self._invite(code, self._member(code, day), day)

    def _member(self, code: str, day: int) -> Person:
        while True:
            person = self._chance.choice(self._people.pools[LOYALTY, code])
            if person.silent_from // DAY > day:
                return person

    def _invite(self, code: str, person: Person, day: int) -> str:
        key = f"nps-{code}-{len(self.invitations) + 1:06}"
        at = day * DAY + int(self._chance.uniform(8 * HOUR, 11 * HOUR))
        self.invitations.append(Invitation(key, person, RELATIONSHIP, at, code))
        return key

    def _answer(self, code: str, store: Store, day: int, score: int) -> None:
        person = self._member(code, day)
        key = self._invite(code, person, day)
        at = day * DAY + int(self._chance.uniform(11.5 * HOUR, 21 * HOUR))
        said = self._words.says[tone_of(score, of=10)]
        text = self._chance.choice(said) if self._chance.random() < _WRITES else ""
        self.responses.append(
            Response("survey", RELATIONSHIP, at, "nps", score, code, "email", person, text=text, invitation=key)
        )
