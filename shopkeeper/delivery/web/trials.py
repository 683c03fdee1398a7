"""What if: past parcels through another carrier, service or node."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from operator import itemgetter
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.charts import Bar, BarChart
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_share
from shopkeeper.delivery.queries.services import ServiceCard, list_services
from shopkeeper.delivery.queries.shelves import name_nodes
from shopkeeper.delivery.queries.trials import Question, Trial, list_places, try_out


@door("delivery.view_delivery")
def try_another(request: PageRequest) -> HttpResponse:
    """A form whose address holds the whole question, and under it the answer."""
    now, by = clock.now(), request.actor
    services = [card for card in list_services(by=by) if card.is_on and card.spec.carrier]
    regions, areas, codes = list_places(now=now)
    asked = _with_service(_question(request, codes), services)
    nodes = sorted(name_nodes(codes).items(), key=itemgetter(1))
    is_asked = asked.service_id is not None or bool(asked.node)
    trial = try_out(asked, by=by, now=now) if is_asked else None
    carriers = sorted({(card.spec.carrier, card.carrier) for card in services})
    return render(request, "delivery/what_if.html", {
        "asked": asked, "is_asked": is_asked, "trial": trial, "chart": _chart(trial, asked) if trial else None,
        "services": services, "regions": regions, "areas": areas, "nodes": nodes, "carriers": carriers,
    })  # fmt: skip


def _question(request: PageRequest, nodes: Collection[str]) -> Question:
    given = {name: request.GET.get(name, "")[:80] for name in ("region", "area", "from_carrier", "service", "node")}
    try:
        service_id = UUID(given["service"]) if given["service"] else None
    except ValueError:
        service_id = None
    node = given["node"] if given["node"] in nodes else ""
    return Question(given["region"], given["area"], given["from_carrier"], service_id, node)


def _with_service(asked: Question, services: Sequence[ServiceCard]) -> Question:
    """Who asks about a carrier without naming another service means the best known one of somebody else."""
    if asked.service_id or asked.node or not asked.from_carrier:
        return asked
    others = [card for card in services if card.measured and card.spec.carrier != asked.from_carrier]
    best = max(others, key=lambda card: card.measured, default=None)
    return replace(asked, service_id=best.id) if best else asked


def _chart(trial: Trial, asked: Question) -> BarChart:
    was, tried = trial.was_in_time, trial.tried
    better = tried.low > was.high
    worse = tried.high < was.low
    words = (
        _("It would have been clearly better") if better else _("It would have been clearly worse") if worse
        else _("No clear difference")
    )  # fmt: skip
    if trial.unmeasured:
        words = (
            _("Nobody has measured this from there: it borrows from elsewhere") if asked.node
            else _("Nobody has measured this: only the carrier's word")
        )  # fmt: skip
    return BarChart(
        title=words, unit="share", context=_("Parcels in time, with the range in which the truth probably lies"),
        label_column=_("Parcels"), value_column=_("In time"), n_column=_("Parcels"),
        bars=(
            Bar(_("As it was"), was.value, was.low, was.high, was.n),
            Bar(
                _("As it would have been"), tried.in_time, tried.low, tried.high, tried.n,
                tone="quiet" if trial.unmeasured else "good" if better else "bad" if worse else "",
                note=_("%(share)s on lanes measured with 30 parcels or more") % {
                    "share": write_share(tried.own / tried.n, 0)
                },
            ),
        ),
    )  # fmt: skip
