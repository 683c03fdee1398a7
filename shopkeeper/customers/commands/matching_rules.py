"""A retailer's own matching rules on the command line: write one, see what it would change, switch it on, end it."""

from datetime import datetime

import click
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.customers.actions import joining, matching_rules, rule_keys
from shopkeeper.customers.commands.counting import write_customers, write_people
from shopkeeper.customers.contracts.matching_rules import RuleCard, RuleEffect, RuleState
from shopkeeper.customers.queries.matching_rules import effect_of_rule, get_kept_rule, list_matching_rules, name_rule

SET = "customers.set_matching_rules"
_STATES = {
    RuleState.WAITING: gettext_noop("waits"),
    RuleState.IN_FORCE: gettext_noop("in force"),
    RuleState.ENDED: gettext_noop("ended"),
}


@click.group(name="rules")
def rules() -> None:
    """Rules of your own for which records are one person."""


@rules.command(name="list")
@command_door(SET)
def list_rules(*, by: Actor, now: datetime) -> None:
    """List the rules."""
    cards = list_matching_rules(now=now)
    for card in cards:
        click.echo(_describe(card))
    if not cards:
        click.echo(_("There is no rule yet."))


@rules.command(name="write")
@click.argument("columns", nargs=-1, required=True)
@click.option("--why", default="", help="Kept beside the rule.")
@command_door(SET)
def write(*, columns: tuple[str, ...], why: str, by: Actor, now: datetime) -> None:
    """Write a rule: records that say the same in all of these COLUMNS are one person. Tells what it would change."""
    number = matching_rules.write_rule(attributes=list(columns), reason=why, by=by, now=now)
    click.echo(_("Rule %(number)s waits until it is switched on.") % {"number": number})
    _look(number, by=by, now=now)


@rules.command(name="look")
@click.argument("number", type=int)
@command_door(SET)
def look(*, number: int, by: Actor, now: datetime) -> None:
    """Work out what a rule would change."""
    get_kept_rule(number)
    _look(number, by=by, now=now)


@rules.command(name="switch-on")
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask: the effect is told all the same.")
@command_door(SET)
def switch_on(*, number: int, yes: bool, by: Actor, now: datetime) -> None:
    """Tell what a rule would change, ask, and let it join records."""
    effect = effect_of_rule(get_kept_rule(number))
    if effect and effect.looked_at:
        click.echo(_tell_effect(number, effect))
        if not yes:
            click.confirm(_("Switch it on?"), abort=True)
    seen_at = effect.looked_at if effect else None
    matching_rules.switch_rule_on(number=number, seen_at=seen_at, by=by, now=now)
    merged = joining.join_by_rules(by=by, now=now)
    click.echo(_("Rule %(number)s is in force. Customers joined: %(merged)s.") % {"number": number, "merged": merged})


@rules.command(name="end")
@click.argument("number", type=int)
@command_door(SET)
def end(*, number: int, by: Actor, now: datetime) -> None:
    """Let a rule join nobody any more."""
    matching_rules.end_rule(number=number, by=by, now=now)
    click.echo(_("Rule %(number)s joins nobody any more.") % {"number": number})


def _look(number: int, *, by: Actor, now: datetime) -> None:
    rule_keys.file_rule(number=number, by=by, now=now)
    click.echo(_tell_effect(number, matching_rules.look_at_rule(number=number, by=by, now=now)))


def _describe(card: RuleCard) -> str:
    facts = {"number": card.number, "values": name_rule(card.attributes), "state": _(_STATES[card.state])}
    said = _("Rule %(number)s, %(state)s: the same %(values)s.") % facts
    waits = card.state is RuleState.WAITING and card.effect and card.effect.looked_at
    return f"{said} {_tell_effect(card.number, card.effect)}" if waits and card.effect else said


def _tell_effect(number: int, effect: RuleEffect) -> str:
    said = _(
        "Rule %(number)s would join %(merged)s with others, which makes %(people)s. Pairs kept apart "
        "by people: %(decided)s, by another date of birth: %(born)s; values of too many names: %(passed)s "
        "(looked at on %(on)s)."
    )
    figures = {
        "decided": effect.decided_apart, "born": effect.born_apart,
        "passed": effect.passed_over,
    }  # fmt: skip
    written = {name: f"{value:,}" for name, value in figures.items()}
    written |= {"merged": write_customers(effect.merged), "people": write_people(effect.people)}
    return said % {**written, "number": number, "on": formats.localize(effect.looked_at)}
