"""Calls, chats and e-mails: about ninety a day, some because of harm, some because the first one did not help."""

from collections import deque
from random import Random

from shopkeeper.demo.generator.days import DAY, HOUR, Days
from shopkeeper.demo.generator.dice import Wheel, apportion, uneven
from shopkeeper.demo.generator.world import Contact, Hurt, Order, Person
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import HastyCalls
from shopkeeper.demo.words import Words

_WEEK = (1.25, 1.1, 1.05, 1.0, 1.0, 0.9, 0.7)
_KINDS = {"call": 58, "chat": 27, "email": 15}
_OUTCOMES = {"resolved": 62, "answered": 28, "transferred": 10}
_TOPIC_OF = {
    "late_parcel": "delivery.late",
    "not_found": "collection.not_found",
    "refused_line": "stock.refused",
    "desk_wait": "returns.wait",
    "too_small": "product.size",
}
_TOPICS = {
    "delivery.where": 30, "returns.how": 14, "returns.refund": 12, "product.question": 22, "payment": 10, "account": 12,
}  # fmt: skip
_REMEMBERED_DAYS = 7
_WRITES_ABOUT_IT = 0.3
_CHANNEL_OF = {"call": "phone", "chat": "chat", "email": "email"}


class Contacts:
    """Fills each day: who follows up, who was hurt, and anybody else."""

    def __init__(
        self, scenario: Scenario, words: Words, people: list[Person], hurts: list[Hurt], days: Days, chance: Random
    ) -> None:
        self._scenario, self._words, self._days, self._chance = scenario, words, days, chance
        self._people = [person for person in people if person.orders]
        self._waiting = deque(hurt for hurt in hurts if hurt.complains)
        self._due: list[Hurt] = []
        self._last: dict[int, Contact] = {}
        self._recent: deque[tuple[int, Contact]] = deque()
        self._hasty = scenario.find(HastyCalls)
        self._kind = Wheel(chance, list(_KINDS), list(_KINDS.values()))
        self._topic = Wheel(chance, list(_TOPICS), list(_TOPICS.values()))
        self._outcome = Wheel(chance, list(_OUTCOMES), list(_OUTCOMES.values()))

    def make(self) -> list[Contact]:
        """All contacts; within the trouble their number and the number of repeats are exact."""
        made: list[Contact] = []
        for day, count, repeats in self._plan():
            today = self._follow_up(day, repeats)
            today += self._from_harm(day, count - len(today))
            today += self._from_anybody(day, count - len(today))
            for contact in today:
                self._last[contact.person.number] = contact
                self._recent.append((day, contact))
            made += sorted(today, key=lambda contact: contact.at)
        return made

    def _plan(self) -> list[tuple[int, int, int]]:
        """(day, contacts, of which repeats)."""
        start = self._hasty.since if self._hasty else 0
        share = self._scenario.shares.repeat_contact
        daily = float(self._scenario.daily.contacts)
        plan = self._part(range(self._days.first, start), daily, share)
        if self._hasty:
            daily, share = self._hasty.contacts / -start, self._hasty.repeats / self._hasty.contacts
            plan += self._part(range(start, 0), daily, share)
        return plan + self._part(range(self._days.last + 1), daily, share)

    def _part(self, span: range, daily: float, share: float) -> list[tuple[int, int, int]]:
        weights = [self._days.rush(day) * _WEEK[self._days.weekday(day)] for day in span]
        counts = apportion(round(daily * len(span)), uneven(self._chance, weights))
        repeats = apportion(round(daily * len(span) * share), counts)
        return list(zip(span, counts, repeats, strict=True))

    def _follow_up(self, day: int, count: int) -> list[Contact]:
        while self._recent and self._recent[0][0] < day - _REMEMBERED_DAYS + 1:
            self._recent.popleft()
        open_ones = [
            contact
            for on, contact in self._recent
            if on < day and self._last[contact.person.number] is contact and day < contact.person.silent_from // DAY
        ]
        chosen = self._choose_follow_ups(day, open_ones, count)
        return [self._contact(c.person, day, c.topic, c.order, follows=True) for c in chosen]

    def _choose_follow_ups(self, day: int, open_ones: list[Contact], count: int) -> list[Contact]:
        """After hasty calls it is the calls that did not help; a chat can be read again."""
        calls = [contact for contact in open_ones if contact.kind == "call"]
        others = [contact for contact in open_ones if contact.kind != "call"]
        share = _KINDS["call"] / sum(_KINDS.values())
        if self._hasty and day >= self._hasty.since:
            rate = self._hasty.repeats / self._hasty.contacts
            share = 1 - (1 - share) * self._scenario.shares.repeat_contact / rate
        after_calls = min(round(count * share), len(calls))
        after_others = min(count - after_calls, len(others))
        return self._chance.sample(calls, after_calls) + self._chance.sample(others, after_others)

    def _from_harm(self, day: int, room: int) -> list[Contact]:
        while self._waiting and self._waiting[0].at < (day + 1) * DAY - 8 * HOUR:
            self._due.append(self._waiting.popleft())
        taken: list[Contact] = []
        kept: list[Hurt] = []
        for hurt in self._due:
            if len(taken) < room and self._is_fresh(hurt.person, day):
                taken.append(self._contact(hurt.person, day, _TOPIC_OF[hurt.kind], hurt.order, after=hurt))
                self._last[hurt.person.number] = taken[-1]
            else:
                kept.append(hurt)
        self._due = kept
        return taken

    def _from_anybody(self, day: int, count: int) -> list[Contact]:
        made: list[Contact] = []
        while len(made) < count:
            person = self._chance.choice(self._people)
            if day < person.silent_from // DAY and self._is_fresh(person, day):
                made.append(self._contact(person, day, self._topic.spin(), self._latest_order(person, day)))
                self._last[person.number] = made[-1]
        return made

    def _is_fresh(self, person: Person, day: int) -> bool:
        last = self._last.get(person.number)
        return last is None or last.at // DAY < day - _REMEMBERED_DAYS

    def _latest_order(self, person: Person, day: int) -> Order | None:
        past = [order for order in person.orders if day - 30 <= order.day < day]
        return past[-1] if past else None

    def _contact(
        self, person: Person, day: int, topic: str, order: Order | None, *, follows: bool = False,
        after: Hurt | None = None,
    ) -> Contact:  # fmt: skip
        chance = self._chance
        kind = "chat" if after and after.order.told else self._kind.spin()
        at = day * DAY + int(chance.triangular(8 * HOUR, 20 * HOUR, 11 * HOUR))
        at = max(at, after.at + 600) if after else at
        queue = int(chance.expovariate(1 / 150)) if kind != "email" else int(chance.uniform(1, 20) * HOUR)
        lost = kind == "call" and queue > 480 and chance.random() < 0.5
        outcome = "abandoned" if lost else self._outcome.spin()
        contact = Contact(
            person, at, kind, topic, queue, 0 if lost else self._handle(day), outcome,
            chance.randrange(self._scenario.agents), order, follows=follows,
        )  # fmt: skip
        if kind != "call" or chance.random() < _WRITES_ABOUT_IT:
            contact.text = self._text(contact, after)
        return contact

    def _handle(self, day: int) -> int:
        if not self._hasty:
            return int(self._chance.lognormvariate(6.0, 0.4))
        mean = self._hasty.handle_after if day >= self._hasty.since else self._hasty.handle_before
        return max(45, int(self._chance.gauss(mean, mean * 0.3)))

    def _text(self, contact: Contact, after: Hurt | None) -> str:
        said = after.kind if after else "called_again" if contact.follows else "asks"
        return self._chance.choice(self._words.says[said])


def channel_of(contact: Contact) -> str:
    """The channel a contact came by."""
    return _CHANNEL_OF[contact.kind]
