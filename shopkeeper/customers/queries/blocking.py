"""Which records would be compared with each other, rule by rule: counted by the worker, kept with its time."""

from array import array
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from shopkeeper.customers.contracts import Comparisons, NightWork, RuleCount
from shopkeeper.customers.models import RelinkRun
from shopkeeper.customers.rules.matching.forms import (
    KEYS,
    SAID,
    Form,
    list_keys,
    read_form,
    rule_of,
    standardize,
)
from shopkeeper.customers.rules.matching.scheme import SCHEME
from shopkeeper.engines import linkage

_RECORDS = """
SELECT {said} FROM customers_sourcerecord AS r
LEFT JOIN customers_standardform AS f ON f.record_id = r.id AND f.scheme = %(scheme)s
WHERE r.described AND r.erased_at IS NULL AND f.record_id IS {filed}
"""
_FILED = _RECORDS.format(said="f.form", filed="NOT NULL")
_UNFILED = _RECORDS.format(said=", ".join(f"r.{name}" for name in SAID), filed="NULL")


def find_comparisons() -> Comparisons | None:
    """What was counted last; None before the first time."""
    run = RelinkRun.objects.filter(work=NightWork.PAIRS).order_by("-finished_at").first()
    if run is None or run.finished_at is None:
        return None
    rules = tuple(RuleCount(**counted) for counted in run.came_of_it["rules"])
    return Comparisons(records=run.came_of_it["records"], rules=rules, counted_at=run.finished_at)


def measure_comparisons(now: datetime) -> Comparisons:
    """Count anew: some seconds for a hundred thousand records."""
    keys, records, again = {rule: array("q") for rule in KEYS}, 0, Counter[str]()
    for form in _stream_forms():
        records += 1
        for name, key in list_keys(form).items():
            keys[rule_of(name)].append(key)
            again[rule_of(name)] += name not in keys
    counted = [(rule, linkage.count_crowd(held)) for rule, held in keys.items() if held]
    rules = [RuleCount(rule, crowd.records - again[rule], crowd.pairs, crowd.passed_over) for rule, crowd in counted]
    return Comparisons(records, tuple(sorted(rules, key=lambda rule: -rule.pairs)), counted_at=now)


def _stream_forms() -> Iterator[Form]:
    """As filed, or worked out where they are not."""
    for (form,) in _stream(_FILED, ["text"]):
        yield read_form(form)
    for said in _stream(_UNFILED, ["date" if name == "born_on" else "text" for name in SAID]):
        yield standardize(dict(zip(SAID, said, strict=True)))


def _stream(statement: str, kinds: list[str]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT", {"scheme": SCHEME}) as copy:
        copy.set_types(kinds)
        yield from copy.rows()
