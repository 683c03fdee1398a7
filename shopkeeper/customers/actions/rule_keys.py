"""What records say to the rules of the retailer's own is filed: with each arrival, and for all once one is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.statements import as_array
from shopkeeper.customers.actions.filing import standardize_rows
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.queries.matching_rules import list_kept_rules
from shopkeeper.customers.rules.matching.forms import SAID, Form
from shopkeeper.customers.rules.matching_rules import KeptRule, digest_of, name_of
from shopkeeper.customers.sql import read, run

_AT_ONCE = 5_000
_FILE = """
INSERT INTO customers_rulekey (record_id, rule_id, digest, name)
SELECT * FROM unnest(%(records)s::uuid[], %(rules)s::uuid[], %(digests)s::bigint[], %(names)s::bigint[])
ON CONFLICT DO NOTHING
"""
_RECORDS = f"""
SELECT r.id, {", ".join(f"r.{name}" for name in SAID)} FROM customers_sourcerecord AS r
WHERE r.described AND r.erased_at IS NULL AND r.id > %(after)s ORDER BY r.id LIMIT {_AT_ONCE}
"""  # noqa: S608  the columns are constants of this module

Digests = dict[UUID, set[int]]
"""Rule -> what records say to it."""


def file_arrivals(rules: Sequence[KeptRule], forms: Mapping[UUID, Form]) -> Digests:
    """File arriving records, in place of what they said before; gives what they say to the rules in force."""
    if not rules or not forms:
        return {}
    run("DELETE FROM customers_rulekey WHERE record_id = ANY(%(records)s)", {"records": list(forms)})
    said = _file(rules, forms.items())
    return {rule.id: said[rule.id] for rule in rules if rule.is_in_force and rule.id in said}


def file_rule(*, number: int, by: Actor, now: datetime) -> None:
    """File every record for a rule, some thousands at a time. Killed anywhere, it is begun again and ends the same."""
    after: UUID | None = UUID(int=0)
    while after is not None:
        after = file_some_for(number=number, after=after, by=by, now=now)


@action
def file_some_for(*, number: int, after: UUID, by: Actor, now: datetime) -> UUID | None:
    """The next records behind this one; None with the last of them, or where the rule was ended meanwhile."""
    lock_everybody()
    rules = [rule for rule in list_kept_rules() if rule.number == number]
    rows = read(_RECORDS, {"after": after}) if rules else []
    _file(rules, standardize_rows(rows))
    return rows[-1][0] if len(rows) == _AT_ONCE else None


@action
def forget_rule_keys(*, number: int, by: Actor, now: datetime) -> None:
    """What records said to a rule that was ended goes."""
    run(
        "DELETE FROM customers_rulekey AS k USING customers_matchingrule AS r "
        "WHERE r.id = k.rule_id AND r.number = %(number)s AND r.ended_at IS NOT NULL",
        {"number": number},
    )


def _file(rules: Sequence[KeptRule], forms: Iterable[tuple[UUID, Form]]) -> Digests:
    filed = [
        (record, rule.id, digest, name_of(form))
        for record, form in forms
        for rule in rules
        if (digest := digest_of(rule.number, rule.attributes, form)) is not None
    ]
    said: Digests = {}
    for _, rule_id, digest, _ in filed:
        said.setdefault(rule_id, set()).add(digest)
    if filed:
        records, of_rules, digests, names = (as_array(column) for column in zip(*filed, strict=True))
        run(_FILE, {"records": records, "rules": of_rules, "digests": digests, "names": names})
    return said
