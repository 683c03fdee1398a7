"""Whose one record is: weighed against what shares a key with it, grouped with all records around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shopkeeper.customers.actions.concluding import Around, Doubt, Sheet, conclude, forget_kinds
from shopkeeper.customers.actions.resolution import Verdict, make_star, rank
from shopkeeper.customers.actions.single import reading
from shopkeeper.customers.actions.single.reading import Key, Stored
from shopkeeper.customers.contracts import LinkReason, MatchKind
from shopkeeper.customers.queries.matching import OnlineModel
from shopkeeper.customers.rules.clusters import is_nobodys
from shopkeeper.customers.rules.matching.forms import Form, list_keys

LINE = 1
"""The record is the only line of its batch."""

Decision = tuple[Verdict, list[Doubt]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One record: its id, form, standard values and keys, and what is stored under its name."""

    record: UUID
    form: Form
    filed: list[int]
    keys: Sequence[Key]
    stored: Stored

    @property
    def noticed(self) -> list[Key]:
        """The values that with this record are held by people of too many names, or too often without one."""
        return [key for key in self.keys if not key.void and is_nobodys(names=key.names, nameless=key.nameless)]

    @property
    def void(self) -> list[str]:
        """The kinds of its values that count for nobody."""
        return [key.kind for key in self.keys if key.void] + [key.kind for key in self.noticed]


def decide(online: OnlineModel, arrival: Arrival) -> Decision:
    """The verdict that a batch of this one record would get."""
    stored, void = arrival.stored, arrival.void
    voids = stored.voids or bool(void)
    own = forget_kinds(arrival.form, void)
    keys = list(list_keys(own).values()) if void else arrival.filed
    weighed = _weigh(online, own, keys, own_record=stored.record, voids=voids)
    told = {owner for key in arrival.keys if key.kind not in void for owner in key.owners}
    owners = told | ({stored.owner} if stored.owner else set())
    if not weighed and not owners:
        return Verdict([[LINE]], [None], {LINE: LinkReason.FIRST}, []), []
    standing, people = reading.read_around([record for _, record, _ in weighed], owners, voids=voids)
    around = Around(standing, reading.read_apart(people), rank(people))
    sheet = Sheet({LINE: arrival.form}, {LINE: keys}, {LINE: arrival.record}, {LINE: stored.owner})
    evidence = make_star(MatchKind.PERSON_KEY, sorted(told), [stored.owner or LINE])
    return conclude(online, sheet, {LINE: own}, weighed, evidence, around)


def _weigh(
    online: OnlineModel, own: Form, keys: Sequence[int], *, own_record: UUID | None, voids: bool
) -> list[tuple[int, UUID, float]]:
    weigh, least = online.scorer.weigh_if, online.zones.least_bits
    found = reading.find_candidates(keys, own=own_record, voids=voids)
    return [(LINE, record, bits) for record, form in found if (bits := weigh(own, form, at_least=least)) is not None]
