"""What one import has filed so far, at hand: who fills an empty system need not ask the database for it again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from shopkeeper.customers.actions.concluding import Sheet
from shopkeeper.customers.models import BlockingKey
from shopkeeper.customers.rules.matching.forms import Form, list_keys
from shopkeeper.engines.linkage import MOST_IN_A_KEY

Near = Mapping[int, Collection[int]]
"""Line -> later lines."""
Far = Mapping[int, Collection[UUID]]
"""Line -> records that were filed before."""


class AtHand:
    """The records that this transaction has filed, under their keys and with their forms, as the database holds them.

    It stands for the database only where nothing else is filed, and nobody else resolves anything.
    """

    def __init__(self) -> None:
        self.forms: dict[UUID, Form] = {}
        self._under: dict[int, list[int]] = {}
        """Key -> places of records: small numbers, since a set hashes those in no time."""
        self._records: list[UUID] = []
        self._places: dict[UUID, int] = {}

    def share(self, keys: Mapping[int, Iterable[int]], corrected: Iterable[UUID]) -> tuple[Near, Far]:
        """What each line shares a useful key with, records that say something else now aside."""
        gone = {self._places[record] for record in corrected}
        near: dict[int, set[int]] = defaultdict(set)
        far: dict[int, set[int]] = defaultdict(set)
        for key, lines in _lines_by_key(keys).items():
            places = self._without(gone, self._under.get(key, ()))
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
                self._under.setdefault(key, []).append(len(self._records))
            self._records.append(record)

    def _take_out(self, record: UUID) -> None:
        if record in self.forms:
            for key in list_keys(self.forms[record]).values():
                self._under[key].remove(self._places[record])

    @staticmethod
    def _without(gone: Collection[int], places: Sequence[int]) -> Sequence[int]:
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
