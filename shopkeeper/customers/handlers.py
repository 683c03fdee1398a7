"""What the customer record does about its own news. Each is harmless when repeated."""

from uuid import UUID

from shopkeeper.core import schedule
from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.customers.actions.filing import file_records
from shopkeeper.customers.actions.joining import join_by_rules
from shopkeeper.customers.actions.looking import look_at_effect
from shopkeeper.customers.actions.matching_rules import look_at_rule
from shopkeeper.customers.actions.nights import NIGHTLY
from shopkeeper.customers.actions.proposing import settle_overtaken
from shopkeeper.customers.actions.rule_keys import file_rule, forget_rule_keys
from shopkeeper.customers.actions.surviving import rework_profiles
from shopkeeper.customers.actions.training import train_model
from shopkeeper.customers.events import (
    CustomersMerged,
    CustomersParted,
    EffectRequested,
    MatchingRuleEnded,
    MatchingRuleSwitchedOn,
    MatchingRuleWritten,
    ModelActivated,
    PeopleRelinked,
    SourceTrustLost,
    SurvivorshipChanged,
    TrainingRequested,
)
from shopkeeper.customers.models import MatchingRule


@on(CustomersMerged)
def settle_after_merge(news: Announcement) -> None:
    """Two are one now, so nobody needs to be asked whether they are."""
    _settle(news, [news.event.survivor_id])


@on(CustomersParted)
def settle_after_parting(news: Announcement) -> None:
    """One is two now."""
    _settle(news, [news.event.customer_id, news.event.parted_id])


@on(PeopleRelinked)
def settle_after_relink(news: Announcement) -> None:
    """A look at all records put many together otherwise."""
    _settle(news, list(news.event.customer_ids))


@on(TrainingRequested)
def train_as_requested(news: Announcement) -> None:
    """A retry may train once more; the models of both wait until somebody switches one on."""
    train_model(by=system_actor(f"customers.training:{news.by_id}"), now=news.recorded_at)


@on(EffectRequested)
def look_as_requested(news: Announcement) -> None:
    """What a model would change, for the page."""
    look_at_effect(version=news.event.version, by=system_actor("customers.look"), now=news.recorded_at)


@on(SourceTrustLost)
def rework_without_trust(news: Announcement) -> None:
    """What a source says that is trusted no more comes after what others say."""
    rework_profiles(by=system_actor("customers.rework_profiles"), now=news.recorded_at)


@on(SurvivorshipChanged)
def rework_after_rule(news: Announcement) -> None:
    """Profiles follow the rule; a retry works them out once more."""
    rework_profiles(by=system_actor("customers.rework_profiles"), now=news.recorded_at)


@on(ModelActivated)
def file_for_model(news: Announcement) -> None:
    """Another model is in force: every record is filed, so that it can resolve what arrives, and then looked at."""
    file_records(by=system_actor("customers.file_records"), now=news.recorded_at)
    schedule.bring_forward(NIGHTLY, now=news.recorded_at)


@on(MatchingRuleWritten)
def look_at_written_rule(news: Announcement) -> None:
    """Every record is filed for the rule, and what it would change is worked out for the page."""
    by, number = system_actor("customers.look_at_rule"), news.event.number
    if not MatchingRule.objects.kept().filter(number=number).exists():
        return  # ended before anybody came to it
    file_rule(number=number, by=by, now=news.recorded_at)
    look_at_rule(number=number, by=by, now=news.recorded_at)


@on(MatchingRuleSwitchedOn)
def join_by_new_rule(news: Announcement) -> None:
    """What is stored is joined as what arrives."""
    join_by_rules(by=system_actor(f"customers.matching_rule:{news.event.number}"), now=news.recorded_at)


@on(MatchingRuleEnded)
def look_again_without_rule(news: Announcement) -> None:
    """A model in force says tonight's word at once on what the rule alone had joined."""
    forget_rule_keys(number=news.event.number, by=system_actor("customers.forget_rule"), now=news.recorded_at)
    schedule.bring_forward(NIGHTLY, now=news.recorded_at)


def _settle(news: Announcement, people: list[UUID]) -> None:
    settle_overtaken(people=people, by=system_actor("customers.settle_overtaken"), now=news.recorded_at)
