"""Made-up sets of hard kinds, ours beside Splink's recommended settings: clustered pairwise F1 at the same threshold.

Many registers with different fields, persons of history with many errors, families and shared values by hand. The
shipped configuration with nothing but a mapping of columns. Name probes to run only those, `--ours` to leave Splink
out: `python bench/matching_probes.py historical --ours`.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.matching_accuracy import Accuracy, compare, pairs, prepare
from bench.probes import edges, historical, sources
from bench.probes.splink_side import EXACT, Plan, link

Records = list[dict[str, str]]


@dataclass(frozen=True)
class Probe:
    """A made-up set, what its columns are to us, and how Splink is set up for it."""

    name: str
    make: Callable[[], tuple[Records, Sequence[Hashable]]]
    mapping: dict[str, tuple[str, ...]]
    plan: Plan


_YEAR = "substr(dob, 1, 4)"

HISTORICAL = Probe(
    "historical", historical.make,
    {
        "given_name": ("first_name",), "family_name": ("surname",), "full_name": ("full_name",), "born_on": ("dob",),
        "birth_place": ("birth_place",), "postcode": ("postcode",), "occupation": ("occupation",), "gender": ("gender",),
    },
    Plan(
        {
            "first_name": "name", "surname": "name", "dob": "day", "postcode": "postcode", "birth_place": EXACT,
            "occupation": EXACT,
        },
        blocks=[
            ("substr(first_name, 1, 3)", "substr(surname, 1, 4)"), ("surname", "dob"), ("first_name", "dob"),
            ("postcode", "first_name"), ("postcode", "surname"), ("dob", "birth_place"),
            ("substr(postcode, 1, 3)", "dob"), ("substr(postcode, 1, 3)", "first_name"),
            ("substr(postcode, 1, 3)", "surname"), ("substr(first_name, 1, 2)", "substr(surname, 1, 2)", _YEAR),
        ],
        sure=[("first_name", "surname", "dob"), ("surname", "dob", "postcode")],
        teach=[("first_name", "surname"), "dob", "postcode"],
    ),
)  # fmt: skip

SOURCES = Probe(
    "sources", sources.make,
    {
        "given_name": ("first_name",), "middle_name": ("middle_initial",), "family_name": ("last_name",),
        "full_name": ("full_name",), "gender": ("sex",),
        "born_on": ("dob",), "card_number": ("ssn",), "email": ("email",), "phone": ("phone",), "street": ("street",),
        "city": ("city",), "postcode": ("zip",),
    },
    Plan(
        {
            "first_name": "name", "last_name": "name", "dob": "day", "ssn": "number", "email": "email",
            "phone": "number", "street": "text", "city": EXACT, "zip": EXACT, "middle_initial": EXACT, "sex": EXACT,
        },
        blocks=[
            "ssn", "email", "phone", "dob", ("first_name", "last_name"), ("last_name", "zip"), ("first_name", "zip"),
            ("street", "first_name"), ("last_name", "street"),
        ],
        sure=["ssn", ("first_name", "last_name", "dob"), ("first_name", "last_name", "street")],
        teach=[("first_name", "last_name"), "dob", "ssn"],
    ),
)  # fmt: skip

EDGES = Probe(
    "edges", edges.make,
    {
        "full_name": ("name",), "born_on": ("dob",), "email": ("email",), "phone": ("phone",), "street": ("street",),
        "city": ("city",), "postcode": ("postcode",),
    },
    Plan(
        {
            "name": "name", "dob": "day", "email": "email", "phone": "number", "street": "text", "city": EXACT,
            "postcode": "postcode",
        },
        blocks=["name", "dob", "email", "phone", "street", "postcode"],
        sure=[("name", "dob"), ("name", "email"), ("name", "phone")],
        teach=["name", "dob", "phone"],
    ),
)  # fmt: skip

PROBES = (SOURCES, HISTORICAL, EDGES)


def main(words: Sequence[str]) -> int:
    """Run the probes that were named, or all."""
    prepare()
    names = [word for word in words if not word.startswith("--")]
    for probe in PROBES:
        if not names or probe.name in names:
            run(probe, beside="--ours" not in words)
    return 0


def run(probe: Probe, *, beside: bool) -> None:
    """Both sides on the same records."""
    records, truth = probe.make()
    true = sum(pairs(count) for count in Counter(truth).values())
    print(f"{probe.name}: {len(records):,} records, {true:,} pairs", flush=True)
    _tell("ours", lambda: find_ours(records, probe.mapping), truth)
    if beside:
        split = records if probe.name != "sources" else [split_name(record) for record in records]
        _tell("Splink", lambda: link(split, probe.plan, threshold=0.95), truth)


def find_ours(records: Records, mapping: dict[str, tuple[str, ...]]) -> list[list[int]]:
    """The places of each person's records, by the shipped configuration trained on these records."""
    from shopkeeper.customers.rules.matching.forms import standardize
    from shopkeeper.customers.rules.matching.people import find_people, train_on

    said = [
        {ours: " ".join(record[name] for name in theirs if record[name]) for ours, theirs in mapping.items()}
        for record in records
    ]
    forms = [standardize(record) for record in said]
    return find_people(forms, train_on(forms))


def split_name(record: dict[str, str]) -> dict[str, str]:
    """Where a register has only a whole name, Splink's side gets it parted, as its guides tell users to do."""
    whole = record["full_name"]
    if not whole:
        return record
    last, comma, first = whole.partition(", ")
    words = [first, last] if comma else [whole.split(" ")[0], whole.split(" ")[-1]]
    return {**record, "first_name": words[0], "last_name": words[1]}


def _tell(whose: str, find: Callable[[], list[list[int]]], truth: Sequence[Hashable]) -> Accuracy:
    started = time.process_time()
    found = compare(find(), truth)
    print(
        f"  {whose}: F1 {found.f1:.4f}, precision {found.precision:.4f}, recall {found.recall:.4f}, "
        f"{time.process_time() - started:.0f} s of CPU",
        flush=True,
    )
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
