"""Who is who on the command line: train a model, switch it on, link all records anew, write the links down."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.customers.actions import filing, looking, relinking, training
from shopkeeper.customers.actions.blocking import count_comparisons
from shopkeeper.customers.actions.lost import bring_back_lost
from shopkeeper.customers.commands.counting import write_customers, write_names, write_people, write_records
from shopkeeper.customers.commands.matching_rules import rules
from shopkeeper.customers.contracts import ModelCard, ModelEffect, ProposalKind, RelinkCard
from shopkeeper.customers.queries.identity import get_customer_cards
from shopkeeper.customers.queries.lost import list_lost
from shopkeeper.customers.queries.matching import (
    find_effect,
    find_newest_version,
    get_model,
    has_model_in_force,
    list_models,
    stream_links,
    stream_merged,
    take_stock,
)
from shopkeeper.customers.queries.proposals import count_waiting, list_proposals
from shopkeeper.customers.queries.shared_values import list_hot_values
from shopkeeper.customers.rules.training import check_effect_seen
from shopkeeper.customers.words import BLOCKING, SHARED_VALUES


@click.group(name="customers")
def customers() -> None:
    """Who is who: the model that joins records into people, and its links."""


customers.add_command(rules)


@customers.command(name="train")
@command_door("customers.train_models")
def train(*, by: Actor, now: datetime) -> None:
    """Learn from all records and say what the model would change. It waits for `activate`."""
    _train(by=by, now=now)


@customers.command(name="models")
@command_door("customers.train_models")
def models(*, by: Actor, now: datetime) -> None:
    """List the trained models."""
    for card in list_models(now=now):
        click.echo(_describe(card))


@customers.command(name="activate")
@click.argument("version", type=int)
@click.option("--yes", is_flag=True, help="Do not ask: the effect is told all the same.")
@command_door("customers.train_models")
def activate(*, version: int, yes: bool, by: Actor, now: datetime) -> None:
    """Tell what a model would change, ask, and let it say who is who from now on."""
    effect = find_effect(version)
    get_model(version)  # one of another version of the program is refused as such, whatever is known of its effect
    if effect and effect.looked_at:
        click.echo(_tell_effect(version, effect))
        check_effect_seen(effect, seen_at=effect.looked_at, version=version, records=take_stock(), now=now)
        if not yes:
            click.confirm(_("Switch it on?"), abort=True)
    _switch_on(version, effect, by=by, now=now)


@customers.command(name="relink")
@click.option("--look", is_flag=True, help="Only say what would change.")
@click.option("--model", "version", type=int, help="Another model than the one in force; only with --look.")
@command_door("customers.merge_customers")
def relink(*, look: bool, version: int | None, by: Actor, now: datetime) -> None:
    """Look at all records again. What people decided stands.

    Where no model is in force it trains one, tells what that would change, and carries it out.
    """
    if version is not None and not look:
        raise click.UsageError(_("Switch the model on first, or look only."))
    if look and version is None and not has_model_in_force():
        version = find_newest_version()  # it waits to be switched on
    if not look and not has_model_in_force():
        trained = _train(by=by, now=now)
        _switch_on(trained, find_effect(trained), by=by, now=now)
    if look and version is not None:
        card = looking.look_at_effect(version=version, by=by, now=now, tell=_tell_comparisons)
    else:
        card = relinking.relink(by=by, now=now, only_look=look, tell=_tell_comparisons)
    _tell_relink(card)


@customers.command(name="comparisons")
@command_door("customers.train_models")
def comparisons(*, by: Actor, now: datetime) -> None:
    """Count which pairs of records a look at all of them would compare, by rule."""
    counted = count_comparisons(by=by, now=now)
    _tell_comparisons(counted.records, counted.pairs)
    click.echo(f"{_('Pairs'):>15}{_('Records'):>15}{_('Passed over'):>15}  {_('They share')}")
    for rule in counted.rules:
        click.echo(f"{rule.pairs:>15,}{rule.records:>15,}{rule.passed_over:>15,}  {_(BLOCKING[rule.rule])}")


def _train(*, by: Actor, now: datetime) -> int:
    card = training.train_model(by=by, now=now)
    click.echo(_describe(card))
    looking.look_at_effect(version=card.version, by=by, now=now)
    if effect := find_effect(card.version):
        click.echo(_tell_effect(card.version, effect))
    return card.version


def _switch_on(version: int, effect: ModelEffect | None, *, by: Actor, now: datetime) -> None:
    training.activate_model(version=version, seen_at=effect.looked_at if effect else None, by=by, now=now)
    filing.file_records(by=by, now=now, progress=_tell_filed)
    click.echo(_("Model %(version)s is in force.") % {"version": version})


def _tell_comparisons(records: int, pairs: int) -> None:
    said = _("Of the %(all)s pairs of %(records)s records at most %(pairs)s share a key and are compared.")
    figures = {"records": records, "pairs": pairs, "all": records * (records - 1) // 2}
    click.echo(said % {name: f"{figure:,}" for name, figure in figures.items()})


def _tell_relink(card: RelinkCard) -> None:
    said = _(
        "%(people)s; customers joined: %(merged)s; records moved: %(moved)s; left alone: %(skipped)s; "
        "to be judged by people: %(proposed)s."
    )
    figures = {"people": write_people(card.people), "merged": card.merged, "moved": card.moved, "skipped": card.skipped}
    click.echo(said % {**figures, "proposed": card.proposed})


@customers.command(name="links")
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
@click.option(
    "--merged", type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write here which ids were merged, and to whom each leads: for who keeps an older list.",
)  # fmt: skip
@command_door("customers.export_customers")
def links(*, output: Path, merged: Path | None, by: Actor, now: datetime) -> None:
    """Write which customer each record belongs to, as CSV."""
    _write(output, ["source", "source_key", "customer_id"], stream_links())
    if merged:
        _write(merged, ["merged_id", "customer_id"], stream_merged())


def _write(output: Path, head: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    with written_whole(output) as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


@customers.command(name="hot-values")
@click.option("--limit", default=20, show_default=True)
@command_door("customers.view_quality")
def hot_values(*, limit: int, by: Actor, now: datetime) -> None:
    """List the values that too many records hold, so that they join nobody."""
    hot = list_hot_values(limit=limit)
    for value in hot:
        said = _("%(records)s of %(names)s and %(customers)s, from %(sources)s")
        figures = {
            "records": write_records(value.records), "names": write_names(value.names),
            "customers": write_customers(value.customers),
        }  # fmt: skip
        what = _(SHARED_VALUES[value.kind])
        click.echo(f"{what}  {value.value}  {said % {**figures, 'sources': ', '.join(value.sources)}}")
    if not hot:
        click.echo(_("No value is held by too many."))


@customers.command(name="proposals")
@click.option("--limit", default=20, show_default=True)
@command_door("customers.decide_pairs")
def proposals(*, limit: int, by: Actor, now: datetime) -> None:
    """List the pairs that wait for somebody's judgment, the most valuable first."""
    waiting = count_waiting()
    said = ngettext("%(n)s pair of customers waits.", "%(n)s pairs of customers wait.", waiting.pairs)
    click.echo(said % {"n": f"{waiting.pairs:,}"})
    for card in list_proposals(limit=limit):
        what = _("join") if card.kind is ProposalKind.JOIN else _("part")
        click.echo(f"{card.id}  {what}  {card.probability:.1%}  {card.worth:,.0f}  {card.one_name} | {card.other_name}")


@customers.command(name="lost")
@click.option("--repair", is_flag=True, help="Bring them back: of merges that cross each other the first one counts.")
@command_door("customers.merge_customers")
def lost(*, repair: bool, by: Actor, now: datetime) -> None:
    """List people whom nobody finds, because older versions merged two into each other."""
    cards = get_customer_cards(bring_back_lost(by=by, now=now)) if repair else {}
    for card in cards.values():
        said = _("%(number)s  %(name)s  is found again, with %(records)s records.")
        click.echo(said % {"number": card.number, "name": card.name, "records": card.records})
    left = len(list_lost())
    if left:
        click.echo(_("Customers who lead to nobody: %(count)s. `--repair` brings them back.") % {"count": left})
    elif not cards:
        click.echo(_("Nobody is lost."))


@contextmanager
def written_whole(output: Path) -> Iterator[TextIO]:
    """A file that takes its place once it is whole; what was there before stays until then."""
    part = output if output.exists() and not output.is_file() else output.with_name(f".{output.name}.part")
    try:
        with part.open("w", newline="", encoding="utf-8") as file:
            yield file
    except FileNotFoundError as error:
        raise click.ClickException(_("There is no folder %(folder)s.") % {"folder": output.parent}) from error
    except BaseException:
        if part != output:
            part.unlink(missing_ok=True)
        raise
    if part != output:
        os.replace(part, output)


def _tell_filed(count: int) -> None:
    click.echo(_("Records filed for the model: %(count)s.") % {"count": f"{count:,}"})


def _describe(card: ModelCard) -> str:
    judged = card.judgment
    parts = [
        _("Model %(version)s: learned from %(records)s, expects %(pairs)s pairs of one person.")
        % {"version": card.version, "records": write_records(card.records), "pairs": f"{card.pairs:,.0f}"},
        _(
            "What people decided: %(found)s joined alike, %(missed)s missed, %(parted)s parted alike, "
            "%(confused)s confused."
        )
        % {"found": judged.found, "missed": judged.missed, "parted": judged.parted, "confused": judged.confused},
        _tell_standing(card),
        *([_tell_effect(card.version, card.effect)] if _can_judge(card) and card.effect else []),
    ]
    return " ".join(parts)


def _tell_standing(card: ModelCard) -> str:
    if card.is_foreign and card.in_force:
        return _("Of another version of the program: it judges nothing, and fixed rules decide. Train a new one.")
    if card.is_foreign:
        return _("Of another version of the program: it cannot be switched on.")
    return _("In force.") if card.in_force else _("Not in force: see what it would change with relink --look --model.")


def _can_judge(card: ModelCard) -> bool:
    """Whether what it would change was worked out, and is worth telling."""
    return bool(card.effect and card.effect.looked_at) and not card.is_foreign


def _tell_effect(version: int, effect: ModelEffect) -> str:
    said = _(
        "Model %(version)s would join %(merged)s and move %(moved)s of %(records)s, "
        "which makes %(people)s (looked at on %(on)s)."
    )
    figures = {
        "merged": write_customers(effect.merged), "moved": f"{effect.moved:,}", "people": write_people(effect.people),
        "records": write_records(effect.records),
    }  # fmt: skip
    return said % {**figures, "version": version, "on": formats.localize(effect.looked_at)}


commands = [customers]
