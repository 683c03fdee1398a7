"""What one import has filed or asked for so far, at hand: the database is asked for nothing twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from shopkeeper.customers.actions.concluding import Around, Sheet, Standing, forget_kinds
from shopkeeper.customers.actions.resolution import Verdict
from shopkeeper.customers.models import BlockingKey
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.engines.linkage import MOST_IN_A_KEY

Keys = Mapping[int, Iterable[int]]
"""Line -> its keys."""
Near = Mapping[int, set[int]]
"""Line -> later lines."""
Far = Mapping[int, set[int]]
"""Line -> places of records that were filed before."""

_MOST_FETCHED = 100_000
"""Forms of stored records that are kept, at two kilobytes each: beyond that they are fetched again where needed."""


class AtHand:
    """The records that this transaction has filed, under their keys, with their forms and whose they are.

    Of what was filed before, only what lines shared keys with is here. It stands for the database as long as nobody
    else resolves anything. A form is kept without the values that count for nobody.
    """

    def __init__(self, *, is_all: bool) -> None:
        """`is_all`: nothing was filed before, so nothing has to be fetched."""
        self.is_all = is_all
        self.forms: dict[int, Form] = {}
        """By the place of the record: a small number, which is hashed in no time."""
        self._lent: set[int] = set()
        """Places of fetched forms."""
        self._first: dict[int, int] = {}
        """Key -> place of the record that was first filed under it."""
        self._more: dict[int, list[int]] = {}
        """Key -> places of further ones. Most keys are one record's own, and lists of one cost time and room."""
        self._common: set[int] = set()
        """Keys under which the database has too many to be of use."""
        self._records: list[UUID] = []
        self._places: dict[UUID, int] = {}
        self._fetched: dict[str, int] = {}
        """Stored record, as the database writes it, -> place: most come again under further keys."""
        self._gone: set[int] = set()
        """Places of what records said before they were corrected."""
        self._owners: dict[UUID, UUID] = {}
        self._people: dict[UUID, list[UUID]] = {}
        """All records of each customer of whom the database knows no others."""

    def list_unknown(self, keys: Iterable[int]) -> list[int]:
        """The keys under which something may be stored that is not at hand, in order."""
        return sorted(set(keys) - self._first.keys() - self._common)

    def take_in(self, stored: Iterable[tuple[int, str | None]]) -> None:
        """Stored records by their key, written in one line; None where these are too many."""
        for key, written in stored:
            if written is None:
                self._common.add(key)
                continue
            for record in written.split(","):
                place = self._fetched.get(record)
                if place is None:
                    place = self._fetched[record] = self._place(UUID(record))
                self._enter(key, place)

    def list_formless(self, far: Far) -> list[UUID]:
        """The records at these places whose forms are to be fetched."""
        if len(self._lent) > _MOST_FETCHED:
            for place in self._lent:
                del self.forms[place]
            self._lent = set()
        wanted: set[int] = set().union(*far.values())
        return [self._records[place] for place in wanted - self.forms.keys()]

    def keep_forms(self, forms: Mapping[UUID, Form]) -> None:
        """Forms of stored records, without values that count for nobody."""
        lent = {self._places[record]: form for record, form in forms.items()}
        self.forms |= lent
        self._lent |= lent.keys()

    def record_at(self, place: int) -> UUID:
        """The record at this place."""
        return self._records[place]

    def place_of(self, record: UUID) -> int:
        """The place of a record that is at hand."""
        return self._places[record]

    def list_places(self, records: Iterable[UUID]) -> set[int]:
        """The places of those of these records that are at hand."""
        return {self._places[record] for record in records if record in self._places}

    def share(self, keys: Keys, corrected: Iterable[UUID]) -> tuple[Near, Far]:
        """What each line shares a useful key with, records that say something else now aside."""
        self._gone |= self.list_places(corrected)
        near: dict[int, set[int]] = defaultdict(set)
        far: dict[int, set[int]] = defaultdict(set)
        for key, lines in _lines_by_key(keys).items():
            places = self._find(key)
            if 1 < len(lines) + len(places) <= MOST_IN_A_KEY and key not in self._common:
                for at, line in enumerate(lines[:-1], start=1):
                    near[line].update(lines[at:])
                for line in lines if places else ():
                    far[line].update(places)
        return near, far

    def file(self, sheet: Sheet, own: Mapping[int, Form]) -> None:
        """The records of these lines are filed under all their keys, with their own forms."""
        for line, form in own.items():
            record = sheet.records[line]
            place = len(self._records)
            self._records.append(record)
            self.forms[place], self._places[record] = form, place
            for key in sheet.keys[line]:
                if self._first.setdefault(key, place) != place:
                    self._more.setdefault(key, []).append(place)

    def settle(self, sheet: Sheet, verdict: Verdict) -> None:
        """The records of these lines are whose the verdict says, and customers that are one have one."""
        self._people |= {newcomer: [] for newcomer in verdict.newcomers}
        for survivor, merged, _ in verdict.mergers:
            records = self._people.pop(merged, None)
            if records is None:  # the database knows others of the survivor from now on
                self._people.pop(survivor, None)
            self._give(records or [], survivor)
        for lines, owner in zip(verdict.groups, verdict.owners, strict=True):
            if owner:
                self._give([sheet.records[line] for line in lines], owner)

    def forget_values(self, void: Mapping[UUID, Collection[str]]) -> None:
        """Kinds of values of records that count for nobody from now on."""
        for record in void.keys() & self._places.keys():
            place = self._places[record]
            if place in self.forms:
                self.forms[place] = forget_kinds(self.forms[place], void[record])

    def look_around(self, records: Iterable[UUID], owners: Collection[UUID]) -> Around | None:
        """What stands around these customers and those of these records; None where the database knows more of one."""
        people = {*owners, *(self._owners.get(record) for record in records)}
        if not people <= self._people.keys():
            return None
        standing = {record: person for person in people if person for record in self._people[person]}
        ranked = sorted(self._people.keys() & people, key=lambda person: (-len(self._people[person]), person))
        forms = {record: self.forms[self._places[record]] for record in standing}
        return Around(Standing(forms, standing), [], {person: place for place, person in enumerate(ranked)})

    def _give(self, records: Iterable[UUID], owner: UUID) -> None:
        for record in records:
            if self._owners.get(record) != owner:
                self._owners[record] = owner
                if owner in self._people:
                    self._people[owner].append(record)

    def _place(self, record: UUID) -> int:
        """The place of a record, the next one where it has none."""
        if record not in self._places:
            self._places[record] = len(self._records)
            self._records.append(record)
        return self._places[record]

    def _enter(self, key: int, place: int) -> None:
        if self._first.setdefault(key, place) != place:
            more = self._more.setdefault(key, [])
            if place not in more:
                more.append(place)

    def _find(self, key: int) -> list[int]:
        first = self._first.get(key)
        if first is None:
            return []
        places = [first, *self._more.get(key, ())]
        return [place for place in places if place not in self._gone] if self._gone else places


def start_at_hand() -> AtHand:
    """One with nothing in it, of which it is said whether that is all there is."""
    return AtHand(is_all=not BlockingKey.objects.exists())


def _lines_by_key(keys: Keys) -> dict[int, list[int]]:
    lines: dict[int, list[int]] = {}
    for line, own in keys.items():
        for key in own:
            lines.setdefault(key, []).append(line)
    return lines
