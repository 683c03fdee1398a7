"""A retailer writes a matching rule of its own, sees what it would change, switches it on, and ends it."""

from datetime import datetime

import msgspec

from shopkeeper.core import live
from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers.actions.locking import lock_everybody
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.contracts.matching_rules import RuleEffect
from shopkeeper.customers.errors.matching_rules import (
    AlreadyOn,
    MatchingRuleNotFound,
    RuleEffectOutdated,
    RuleEffectUnseen,
    RuleExists,
)
from shopkeeper.customers.events import MatchingRuleEnded, MatchingRuleSwitchedOn, MatchingRuleWritten
from shopkeeper.customers.models import MatchingRule
from shopkeeper.customers.queries.matching import list_apart
from shopkeeper.customers.queries.matching_rules import (
    effect_of_rule,
    get_kept_rule,
    is_effect_outdated,
    list_groups,
    read_born,
)
from shopkeeper.customers.queries.reach import count_described
from shopkeeper.customers.rules.matching_rules import plan_joining, tidy_attributes

TOPIC = "matching-rules"
_EXAMPLES = 8


@action
def write_rule(*, attributes: list[str], reason: str, by: Actor, now: datetime) -> int:
    """Write a rule down; gives its number. It joins nobody until it is switched on.

    :raises RuleValueUnknown: when it asks for what no record has
    :raises RuleTooWide: when strangers share all that it asks for
    :raises RuleExists: when there is one that asks for the same
    """
    wanted = list(tidy_attributes(attributes))
    lock_everybody()  # what arrives from now on is filed for it
    if same := MatchingRule.objects.kept().filter(attributes=wanted).first():
        raise RuleExists(number=same.number)
    newest = MatchingRule.objects.order_by("-number").values_list("number", flat=True).first()
    row = MatchingRule.objects.create(
        number=(newest or 0) + 1, attributes=wanted, reason=reason[:300], written_by=sign(by), written_at=now,
        effect=msgspec.to_builtins(RuleEffect()),
    )  # fmt: skip
    announce(MatchingRuleWritten(number=row.number), by=by, now=now)
    return row.number


@action
def request_rule_effect(*, number: int, by: Actor, now: datetime) -> None:
    """Ask anew what a rule would change.

    :raises MatchingRuleNotFound: when there is no such rule
    """
    row = get_kept_rule(number)
    MatchingRule.objects.filter(pk=row.pk).update(effect=msgspec.to_builtins(RuleEffect()))
    announce(MatchingRuleWritten(number=number), by=by, now=now)
    live.tell(TOPIC)


def look_at_rule(*, number: int, by: Actor, now: datetime) -> RuleEffect:
    """Work out what a rule would change and keep it; without a transaction around it.

    :raises MatchingRuleNotFound: when there is no such rule
    """
    groups, passed_over = list_groups(get_kept_rule(number))
    joining = plan_joining(groups, born=read_born(groups), apart=list_apart())
    effect = RuleEffect(
        merged=sum(len(people) - 1 for people in joining.people),
        people=len(joining.people),
        decided_apart=joining.decided_apart,
        born_apart=joining.born_apart,
        passed_over=passed_over,
        examples=tuple((people[0], people[1]) for people in joining.people[:_EXAMPLES]),
        looked_at=now,
        records=count_described(),
    )
    keep_rule_effect(number=number, effect=effect, by=by, now=now)
    return effect


@action
def keep_rule_effect(*, number: int, effect: RuleEffect, by: Actor, now: datetime) -> None:
    """Write down what a rule would change."""
    MatchingRule.objects.filter(number=number).update(effect=msgspec.to_builtins(effect))
    live.tell(TOPIC)


@action
def switch_rule_on(*, number: int, seen_at: datetime | None, by: Actor, now: datetime) -> None:
    """Let a rule join what arrives from now on, and all that is stored within minutes.

    :param seen_at: when the effect was worked out that whoever switches it on has seen
    :raises MatchingRuleNotFound: when there is no such rule
    :raises AlreadyOn: when it is in force
    :raises RuleEffectUnseen: when its effect is not known, or another one was shown
    :raises RuleEffectOutdated: when that was worked out for other records than those of now
    """
    lock_everybody()
    row = get_kept_rule(number)
    effect = effect_of_rule(row)
    if row.switched_on_at:
        raise AlreadyOn(number=number)
    if effect is None or effect.looked_at is None or effect.looked_at != seen_at:
        raise RuleEffectUnseen(number=number)
    if is_effect_outdated(effect, records=count_described(), now=now):
        raise RuleEffectOutdated(number=number)
    MatchingRule.objects.filter(pk=row.pk).update(switched_on_at=now, switched_on_by=sign(by))
    announce(MatchingRuleSwitchedOn(number=number), by=by, now=now)
    live.tell(TOPIC)


@action
def end_rule(*, number: int, by: Actor, now: datetime) -> None:
    """Let a rule join nobody any more. What it joined is looked at anew by the model in force, where there is one.

    :raises MatchingRuleNotFound: when there is no such rule, or it was ended
    """
    lock_everybody()
    if not MatchingRule.objects.kept().filter(number=number).update(ended_at=now, ended_by=sign(by)):
        raise MatchingRuleNotFound(key=number)
    announce(MatchingRuleEnded(number=number), by=by, now=now)
    live.tell(TOPIC)
