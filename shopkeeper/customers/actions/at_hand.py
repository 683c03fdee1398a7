"""What one import has filed so far, at hand: who fills an empty system need not ask the database for it again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from shopkeeper.customers.actions.concluding import Around, Sheet, Standing
from shopkeeper.customers.actions.resolution import Verdict
from shopkeeper.customers.models import BlockingKey
from shopkeeper.customers.rules.matching.forms import Form, list_keys
from shopkeeper.engines.linkage import MOST_IN_A_KEY

Near = Mapping[int, Collection[int]]
"""Line -> later lines."""
Far = Mapping[int, Collection[UUID]]
"""Line -> records that were filed before."""


class AtHand:
    """The records that this transaction has filed, under their keys, with their forms and whose they are.

    It stands for the database only where nothing else is filed, and nobody else resolves anything.
    """

    def __init__(self) -> None:
        self.forms: dict[UUID, Form] = {}
        self._first: dict[int, int] = {}
        """Key -> place of the record that was first filed under it; a small number, which a set hashes in no time."""
        self._more: dict[int, list[int]] = {}
        """Key -> places of further ones. Most keys are one record's own, and lists of one cost time and room."""
        self._records: list[UUID] = []
        self._places: dict[UUID, int] = {}
        self._owners: dict[UUID, UUID] = {}
        self._people: dict[UUID, list[UUID]] = {}
        """All records of each customer of whom the database knows no others."""

    def share(self, keys: Mapping[int, Iterable[int]], corrected: Iterable[UUID]) -> tuple[Near, Far]:
        """What each line shares a useful key with, records that say something else now aside."""
        gone = {self._places[record] for record in corrected}
        near: dict[int, set[int]] = defaultdict(set)
        far: dict[int, set[int]] = defaultdict(set)
        for key, lines in _lines_by_key(keys).items():
            places = self._find(key, gone)
            if 1 < len(lines) + len(places) <= MOST_IN_A_KEY:
                for at, line in enumerate(lines):
                    near[line].update(lines[at + 1 :])
                    far[line].update(places)
        return near, {line: [self._records[place] for place in places] for line, places in far.items()}

    def file(self, sheet: Sheet) -> None:
        """The records of these lines are filed under all their keys; what they said before is forgotten."""
        for line, form in sheet.forms.items():
            record = sheet.records[line]
            self._take_out(record)
            self.forms[record], self._places[record] = form, len(self._records)
            for key in sheet.keys[line]:
                if self._first.setdefault(key, len(self._records)) != len(self._records):
                    self._more.setdefault(key, []).append(len(self._records))
            self._records.append(record)

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

    def look_around(self, records: Iterable[UUID], owners: Collection[UUID]) -> Around | None:
        """What stands around these customers and those of these records; None where the database knows more of one."""
        people = {*owners, *(self._owners[record] for record in records)}
        if not people <= self._people.keys():
            return None
        standing = {record: person for person in people for record in self._people[person]}
        ranked = sorted(people, key=lambda person: (-len(self._people[person]), person))  # all came at one moment
        forms = {record: self.forms[record] for record in standing}
        return Around(Standing(forms, standing), [], {person: place for place, person in enumerate(ranked)})

    def _give(self, records: Iterable[UUID], owner: UUID) -> None:
        for record in records:
            if self._owners.get(record) != owner:
                self._owners[record] = owner
                if owner in self._people:
                    self._people[owner].append(record)

    def _take_out(self, record: UUID) -> None:
        for key in list_keys(self.forms[record]).values() if record in self.forms else ():
            left = self._find(key, {self._places[record]})
            self._more[key] = left[1:]
            if left:
                self._first[key] = left[0]
            else:
                del self._first[key]

    def _find(self, key: int, gone: Collection[int]) -> list[int]:
        first = self._first.get(key)
        if first is None:
            return []
        places = [first, *self._more.get(key, ())]
        return [place for place in places if place not in gone] if gone else places


def start_at_hand() -> AtHand | None:
    """An empty one where nothing is filed yet, else None: the database knows more."""
    return None if BlockingKey.objects.exists() else AtHand()


def _lines_by_key(keys: Mapping[int, Iterable[int]]) -> dict[int, list[int]]:
    lines: dict[int, list[int]] = {}
    for line, own in keys.items():
        for key in own:
            lines.setdefault(key, []).append(line)
    return lines
