"""How an outlet stands among its peers, as if these had its mix: nobody chooses what people come for, or when."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.refusals import NotPermitted
from shopkeeper.insight.contracts import ANY_OF, OutletStanding, Reading, Window
from shopkeeper.insight.keeping import kept
from shopkeeper.insight.queries.readings import get_metric, read_sums, window_of
from shopkeeper.insight.rules import intervals
from shopkeeper.insight.rules.mix import Window as Counts
from shopkeeper.insight.rules.mix import rate_with_mix_of
from shopkeeper.organization import public as organization

SPAN = timedelta(days=90)
BETWEEN = "\x1f"


def compare_outlet(
    outlet: organization.OutletCard, *, names: Sequence[str], by: Actor, now: datetime
) -> list[OutletStanding]:
    """The last 90 days of an outlet against all outlets of its kind, metric by metric; those without records left out.

    Of the others only sums are read, which everybody may know.

    :raises NotPermitted: when the outlet is not in the actor's scope
    """
    if not by.scopes.allows("outlet_id", outlet.id):
        raise NotPermitted(permission="insight.view_metrics")
    everybody = system_actor("insight.compare_outlet")
    peers = [card.name for card in organization.list_outlets(by=everybody, kind=outlet.kind)]
    metrics = [metric for metric in map(get_metric, names) if metric.mix]
    found = (_compare(metric.name, outlet.name, tuple(peers), by=everybody, now=now) for metric in metrics)
    return [standing for standing in found if standing.own.n]


@kept
def _compare(name: str, outlet: str, peers: Sequence[str], *, by: Actor, now: datetime) -> OutletStanding:
    metric = get_metric(name)
    filters = {"outlet": ANY_OF.join(peers)}
    ends_on = window_of(metric, None, None, filters, by=by, now=now).ends_on
    window = Window(ends_on - SPAN, ends_on, filters)
    bucket = f"outlet || '{BETWEEN}' || COALESCE({metric.mix}, '')"
    own, others = _split(read_sums(metric, window, bucket, by=by, now=now), outlet)
    hits, n = (sum(column) for column in zip(*own.counts.values(), strict=True)) if own.counts else (0, 0)
    share = intervals.share(hits, n)
    expected = rate_with_mix_of(own, others)
    return OutletStanding(
        metric, Reading(share.value, share.low, share.high, n), None if expected is None else float(expected)
    )


def _split(rows: Sequence[dict[str, object]], outlet: str) -> tuple[Counts, Counts]:
    own: dict[str, tuple[int, int]] = {}
    others: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        name, value = str(row["bucket"]).split(BETWEEN)
        counts = int(float(str(row["a"]))), int(str(row["n"]))
        if name == outlet:
            own[value] = counts
        else:
            others[value] = (others[value][0] + counts[0], others[value][1] + counts[1])
    return Counts(SPAN.days, own), Counts(SPAN.days, others)
