"""Commands of the insight: metrics on the command line."""

from datetime import date, datetime

import click
import msgspec
from django.utils.translation import gettext

from shopkeeper.core.actors import Actor
from shopkeeper.core.console import command_door
from shopkeeper.insight.actions.causes import find_causes
from shopkeeper.insight.contracts import Slice
from shopkeeper.insight.lake import refresh_each, refresh_lake
from shopkeeper.insight.metrics import list_metrics
from shopkeeper.insight.queries.causes import list_causes
from shopkeeper.insight.queries.drivers import list_driven
from shopkeeper.insight.queries.readings import get_metric, read, read_by, window_of
from shopkeeper.insight.queries.statements import filters_of
from shopkeeper.insight.sentences import sentence_of_cause
from shopkeeper.insight.warehouse import own_warehouse
from shopkeeper.insight.words import describe, rows_of_slices


@click.group(name="metrics")
def metrics() -> None:
    """Metrics: what they ask, what they come to, where and since when."""


@metrics.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("insight.view_metrics")
def show_all(*, as_json: bool, by: Actor, now: datetime) -> None:
    """List the metrics with the question that each asks."""
    if as_json:
        click.echo(msgspec.json.encode([describe(metric) for metric in list_metrics()]))
        return
    for metric in list_metrics():
        click.echo(f"{metric.name:24} {gettext(metric.question)}")


@metrics.command(name="show")
@click.argument("name")
@click.option("--by", "dimension", default="", help="Split by this dimension.")
@click.option("--from", "starts_on", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "ends_on", type=click.DateTime(["%Y-%m-%d"]), help="Day after the last one.")
@click.option("--where", "filters", multiple=True, help="Keep to a value of a dimension, as carrier=Swift.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("insight.view_metrics")
def show(
    *, name: str, dimension: str, starts_on: datetime | None, ends_on: datetime | None, filters: tuple[str, ...],
    as_json: bool, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Work out a metric; the last 90 days of data unless told otherwise."""
    metric = get_metric(name)
    kept = filters_of(metric, dict(part.split("=", 1) for part in filters if "=" in part))
    with own_warehouse():
        window = window_of(metric, _day(starts_on), _day(ends_on), kept, by=by, now=now)
        if dimension:
            slices = read_by(metric, window, dimension=dimension, by=by, now=now)
        else:
            reading = read(metric, window, by=by, now=now)
            slices = [Slice("all", reading.value, reading.low, reading.high, reading.n)]
    rows = rows_of_slices(slices, dimension or "all")
    click.echo(msgspec.json.encode(rows) if as_json else _table(slices))


@metrics.command(name="refresh")
@command_door("insight.view_metrics")
def refresh(*, by: Actor, now: datetime) -> None:
    """Bring the analytical copies of the data up to date now."""
    for done in refresh_each(now=now):
        click.echo(f"{done.data_set:24} {done.rows:>10,} rows, {done.changed_rows:,} changed")


def _day(instant: datetime | None) -> date | None:
    return instant.date() if instant else None


def _table(slices: list[Slice]) -> str:
    lines = [f"{'':32} {'value':>10} {'low':>10} {'high':>10} {'n':>9}"]
    lines += [f"{s.label[:32]:32} {_number(s.value)} {_number(s.low)} {_number(s.high)} {s.n:>9,}" for s in slices]
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return f"{value:>10.4f}" if value is not None else f"{'':>10}"


@click.group(name="causes")
def causes() -> None:
    """Root causes: where a metric is worse than it should be, since when, and what it costs."""


@causes.command(name="find")
@click.option("--metric", "names", multiple=True, help="Only of these metrics.")
@command_door("insight.find_causes")
def find(*, names: tuple[str, ...], by: Actor, now: datetime) -> None:
    """Bring the data up to date and search the causes now."""
    refresh_lake(by=by, now=now)
    with own_warehouse():
        count = find_causes(by=by, now=now, names=list(names) or None)
    click.echo(f"{count} causes found.")


@causes.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@command_door("insight.view_metrics")
def show_causes(*, as_json: bool, by: Actor, now: datetime) -> None:
    """List the causes that were found, the dearest first, and at the end what is over."""
    cards = list_causes(by=by) + list_causes(by=by, is_over=True)
    if as_json:
        click.echo(msgspec.json.encode(cards))
        return
    for card in cards:
        click.echo(sentence_of_cause(card))
    for label, sentences in list_driven():
        click.echo("\n".join(f"{label}: {sentence}" for sentence in sentences))


commands = [metrics, causes]
