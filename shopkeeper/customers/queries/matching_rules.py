"""The matching rules of the retailer's own: what there are, whom each would join, and whom it did."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from shopkeeper.core.statements import fetch
from shopkeeper.core.words import write_code, write_list
from shopkeeper.customers.contracts import ModelEffect, Stock
from shopkeeper.customers.contracts.matching_rules import RuleCard, RuleEffect, RuleState
from shopkeeper.customers.errors.matching_rules import MatchingRuleNotFound
from shopkeeper.customers.models import MatchingRule, RuleKey
from shopkeeper.customers.queries.reach import recall_described
from shopkeeper.customers.queries.telling import list_labels
from shopkeeper.customers.rules.clusters import MOST_NAMELESS_OF_A_VALUE, MOST_NAMES_OF_A_VALUE
from shopkeeper.customers.rules.matching_rules import Born, Group, KeptRule, list_kinds, outweighs_birth
from shopkeeper.customers.rules.training import find_outdated
from shopkeeper.customers.sql import read
from shopkeeper.customers.words import MATCHED

# As `rules.clusters.is_nobodys` says it.
_IS_NOBODYS = f"""(count(DISTINCT k.name) FILTER (WHERE k.name <> 0) > {MOST_NAMES_OF_A_VALUE}
    OR count(*) FILTER (WHERE k.name = 0) > {MOST_NAMELESS_OF_A_VALUE})"""
_COUNTED = """
    FROM customers_rulekey AS k
    JOIN customers_link AS l ON l.record_id = k.record_id AND l.ends_at IS NULL
    JOIN customers_customer AS c ON c.id = l.customer_id
    WHERE k.rule_id = %(rule)s AND {chosen} AND NOT EXISTS (
        SELECT FROM customers_matchkey AS m JOIN customers_sharedvalue AS s ON s.kind = m.kind AND s.digest = m.digest
        WHERE m.record_id = k.record_id AND m.kind = ANY(%(kinds)s))
"""
_GROUPS = f"""
SELECT array_agg(DISTINCT coalesce(c.merged_into_id, c.id)), {_IS_NOBODYS} {_COUNTED}
GROUP BY k.digest HAVING count(DISTINCT coalesce(c.merged_into_id, c.id)) > 1 ORDER BY k.digest
"""
_ALL = """k.digest IN (SELECT digest FROM customers_rulekey WHERE rule_id = %(rule)s
    GROUP BY digest HAVING count(*) > 1)"""
_SOME = "k.digest = ANY(%(digests)s::bigint[])"

_KEPT = """SELECT id, number, attributes, switched_on_at IS NOT NULL FROM customers_matchingrule
WHERE ended_at IS NULL ORDER BY number"""

_BORN = """
SELECT coalesce(c.merged_into_id, c.id), array_agg(DISTINCT r.born_on)
FROM customers_customer AS c JOIN customers_link AS l ON l.customer_id = c.id AND l.ends_at IS NULL
JOIN customers_sourcerecord AS r ON r.id = l.record_id
WHERE (c.id = ANY(%(owners)s) OR c.merged_into_id = ANY(%(owners)s)) AND r.born_on IS NOT NULL GROUP BY 1
"""

# Records of one customer that a rule holds together. Several dates of birth in a group divide it, as when it joined.
_BONDS = f"""
WITH held AS (
    SELECT k.record_id, k.digest, k.name, coalesce(c.merged_into_id, c.id) AS owner, r.born_on
    {_COUNTED.replace("WHERE k.rule_id", "JOIN customers_sourcerecord AS r ON r.id = k.record_id WHERE k.rule_id")}
), fine AS (
    SELECT k.digest FROM held AS k GROUP BY k.digest HAVING NOT {_IS_NOBODYS}
), divided AS (
    SELECT record_id, digest, owner, CASE WHEN NOT %(outweighs)s
        AND min(born_on) OVER own <> max(born_on) OVER own THEN coalesce(born_on::text, record_id::text) END AS born
    FROM held JOIN fine USING (digest) WINDOW own AS (PARTITION BY digest, owner)
)
SELECT one, other FROM (
    SELECT lag(record_id) OVER (PARTITION BY digest, owner, born ORDER BY record_id) AS one, record_id AS other
    FROM divided
) AS pairs WHERE one IS NOT NULL
"""  # noqa: S608  built from constants of this module


def list_matching_rules(*, now: datetime) -> list[RuleCard]:
    """All rules: those that are kept first, then those that were ended, the newest first."""
    rows = MatchingRule.objects.order_by("-number")
    cards = [_card_of(row, now=now) for row in rows]
    return sorted(cards, key=lambda card: card.state is RuleState.ENDED)


def list_kept_rules() -> list[KeptRule]:
    """Those for which records are filed; asked with every record that arrives."""
    return [KeptRule(row, number, tuple(said), in_force) for row, number, said, in_force in fetch(_KEPT, [])]


def get_kept_rule(number: int) -> MatchingRule:
    """A rule that is in force or waits.

    :raises MatchingRuleNotFound: when there is none
    """
    row = MatchingRule.objects.kept().filter(number=number).first()
    if row is None:
        raise MatchingRuleNotFound(key=number)
    return row


def effect_of_rule(row: MatchingRule) -> RuleEffect | None:
    """What it would change; None where nobody asked."""
    return msgspec.convert(row.effect, RuleEffect) if row.effect else None


def is_effect_outdated(effect: RuleEffect, *, records: int, now: datetime) -> bool:
    """Whether it is a week old, or of other records than those of now: as with a model."""
    like_a_model = ModelEffect(looked_at=effect.looked_at, records=effect.records)
    return find_outdated(like_a_model, records=Stock(records, None), now=now) is not None


def list_groups(row: MatchingRule, digests: Collection[int] | None = None) -> tuple[list[Group], int]:
    """Customers who say the same to a rule, of everybody or under these hashes; and how many values are nobody's."""
    found = read(_GROUPS.format(chosen=_ALL if digests is None else _SOME), _facts(row, digests))
    outweighs = outweighs_birth(row.attributes)
    groups = [Group(tuple(sorted(owners)), outweighs) for owners, nobodys in found if not nobodys]
    return groups, len(found) - len(groups)


def read_born(groups: Iterable[Group]) -> Born:
    """The dates of birth that the records of these customers say."""
    owners = {owner for group in groups for owner in group.owners}
    return dict(read(_BORN, {"owners": list(owners)})) if owners else {}


def list_bonds() -> list[tuple[UUID, UUID]]:
    """Pairs of records of one customer that a rule in force holds together, whatever a model says of them."""
    bonds: list[tuple[UUID, UUID]] = []
    for row in MatchingRule.objects.in_force():
        facts = {**_facts(row, None), "outweighs": outweighs_birth(row.attributes)}
        bonds += read(_BONDS.format(chosen=_ALL), facts)
    return bonds


def has_ended_since(since: datetime) -> bool:
    """Whether a rule that was in force was ended after `since`."""
    return MatchingRule.objects.exclude(switched_on_at=None).filter(ended_at__gt=since).exists()


def name_rule(attributes: Iterable[str]) -> str:
    """What it asks for, in words."""
    return write_list(name_value(name) for name in attributes)


def name_value(attribute: str) -> str:
    """The same of one column: of a free one as the retailer calls it."""
    return list_labels().get(attribute) or _(MATCHED[attribute])


def tell_rules(records: dict[UUID, Any]) -> list[str]:
    """A sentence for each rule in force by which some of these records of one person are one."""
    sentences = []
    for row in MatchingRule.objects.in_force().order_by("number"):
        held: dict[int, list[UUID]] = {}
        for key in RuleKey.objects.filter(rule=row, record__in=list(records)):
            held.setdefault(key.digest, []).append(key.record_id)
        for holders in held.values():
            if len(holders) > 1:
                where = write_list(sorted({write_code(records[holder].source) for holder in holders}))
                said = _("Your rule %(number)s, the same %(values)s: %(where)s.")
                sentences.append(said % {"number": row.number, "values": name_rule(row.attributes), "where": where})
    return sentences


def _facts(row: MatchingRule, digests: Collection[int] | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"rule": row.id, "kinds": list_kinds(row.attributes)}
    return facts if digests is None else {**facts, "digests": list(digests)}


def _card_of(row: MatchingRule, *, now: datetime) -> RuleCard:
    effect = effect_of_rule(row)
    waits = row.ended_at is None and row.switched_on_at is None
    state = RuleState.ENDED if row.ended_at else RuleState.WAITING if waits else RuleState.IN_FORCE
    return RuleCard(
        number=row.number,
        attributes=tuple(row.attributes),
        state=state,
        reason=row.reason,
        written_by=row.written_by,
        written_at=row.written_at,
        effect=effect,
        switched_on_by=row.switched_on_by,
        switched_on_at=row.switched_on_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
        outdated=bool(
            waits and effect and effect.looked_at and is_effect_outdated(effect, records=recall_described(), now=now)
        ),
    )
