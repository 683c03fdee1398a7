"""How well records are joined into people, on sets whose truth is known: clustered pairwise F1 against its limit.

The shipped configuration with nothing but a mapping of columns, trained on each set without its labels, at the threshold
that the product uses (.95). A set that is not there is left out and said so. Name sets to run only those:
`python bench/matching_accuracy.py febrl3`.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SHOPKEEPER_DATA") or ROOT.parent / "shared" / "data") / "people"

FEBRL = {
    "given_name": ("given_name",),
    "family_name": ("surname",),
    "street": ("street_number", "address_1"),
    "city": ("suburb",),
    "postcode": ("postcode",),
    "region": ("state",),
    "born_on": ("date_of_birth",),
    "card_number": ("soc_sec_id",),
}
SHOPPERS = {
    "given_name": ("first_name",),
    "family_name": ("surname",),
    "born_on": ("dob",),
    "email": ("email",),
    "phone": ("phone",),
    "postcode": ("postcode",),
    "street": ("address",),
    "city": ("city",),
}
FAKE = {name: SHOPPERS[name] for name in ("given_name", "family_name", "born_on", "email", "city")}


@dataclass(frozen=True)
class Set:
    """A set of records, what its columns are to us, and the F1 that is promised on it (None: only shown)."""

    name: str
    mapping: dict[str, tuple[str, ...]]
    limit: float | None


SETS = (
    Set("febrl3", FEBRL, 0.997),
    Set("febrl4", FEBRL, 0.998),
    Set("shoppers_100k", SHOPPERS, 0.965),
    Set("fake_1000", FAKE, None),
)


@dataclass(frozen=True)
class Accuracy:
    """Over pairs of records that are held to be one person."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def main(wanted: Sequence[str]) -> int:
    """Run the sets that are there; fail where one stays below its limit, or none is there."""
    prepare()
    there = [one for one in SETS if (FOLDER / f"{one.name}.parquet").exists() and (not wanted or one.name in wanted)]
    for one in SETS:
        if one not in there and (not wanted or one.name in wanted):
            print(f"{one.name}: not there, left out")
    kept = [measure(one) for one in there]
    return 0 if kept and all(kept) else 1


def prepare() -> None:
    """The package refuses in the words of the house, which need its settings."""
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.site.settings")
    django.setup()


def measure(one: Set) -> bool:
    """Train, link and compare with the truth."""
    from shopkeeper.customers.rules.matching.forms import standardize
    from shopkeeper.customers.rules.matching.people import find_people, train_on

    said, truth = read(one)
    started = time.process_time()
    forms = [standardize(record) for record in said]
    model = train_on(forms)
    found = compare(find_people(forms, model), truth)
    seconds = time.process_time() - started
    limit = "" if one.limit is None else f" (at least {one.limit}: {'kept' if found.f1 >= one.limit else 'MISSED'})"
    print(
        f"{one.name}: {len(said):,} records, F1 {found.f1:.4f}{limit}, precision {found.precision:.4f}, "
        f"recall {found.recall:.4f}, {seconds:.0f} s of CPU",
        flush=True,
    )
    return one.limit is None or found.f1 >= one.limit


def read(one: Set) -> tuple[list[dict[str, str]], list[Hashable]]:
    """The records by the names of our columns, and to whom each truly belongs."""
    import duckdb

    rows = duckdb.sql(f"SELECT * FROM '{FOLDER / one.name}.parquet'")
    records = [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]
    said = [
        {ours: " ".join(str(record[name]) for name in theirs if record[name]) for ours, theirs in one.mapping.items()}
        for record in records
    ]
    return said, [record["cluster"] for record in records]


def compare(people: Iterable[Sequence[int]], truth: Sequence[Hashable]) -> Accuracy:
    """Precision and recall over all pairs within a group."""
    groups = [Counter(truth[place] for place in group) for group in people]
    right = sum(pairs(count) for group in groups for count in group.values())
    joined = sum(pairs(group.total()) for group in groups)
    true = sum(pairs(count) for count in Counter(truth).values())
    return Accuracy(right / joined if joined else 0.0, right / true if true else 0.0)


def pairs(count: int) -> int:
    """How many pairs so many records make."""
    return count * (count - 1) // 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
