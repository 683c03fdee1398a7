"""Parcels that will probably be late: seen before their day, and their customers told."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.charts import Bar, BarChart
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_share
from shopkeeper.delivery.actions.forecasts import tell_of_parcel
from shopkeeper.delivery.actions.lines import report_lost
from shopkeeper.delivery.queries.departures import list_unheard
from shopkeeper.delivery.queries.risks import list_risks, list_silent
from shopkeeper.delivery.rules.scorecards import Share
from shopkeeper.promises import public as promises

_PAST = timedelta(days=56)


@door("delivery.view_delivery")
def list_at_risk(request: PageRequest) -> HttpResponse:
    """Likely late, then silent; and whether such forecasts came true."""
    now, by = clock.now(), request.actor
    bins = promises.get_calibration(kind=promises.PromiseKind.DELIVERY, since=now - _PAST, now=now)
    risks = list_risks(by=by, now=now)
    return render(request, "delivery/at_risk.html", {
        "risks": risks, "likely": sum((risk.chance or 0) >= promises.FORESEEN for risk in risks),
        "silent": list_silent(by=by, now=now), "unheard": list_unheard(now=now), "chart": _reliability(bins),
        "may_tell": by.may("delivery.tell_customers"), "judged": sum(b.n for b in bins),
    })  # fmt: skip


@door("delivery.tell_customers")
def tell(request: PageRequest, parcel_id: UUID) -> HttpResponse:
    """Tell the customer now."""
    if tell_of_parcel(parcel_id=parcel_id, by=request.actor, now=clock.now()):
        messages.success(request, _("The customer is told of the later day. The promise stays what it was."))
    else:
        messages.warning(request, _("Nobody is known whom we could tell."))
    return redirect("delivery:at_risk")


@door("delivery.tell_customers")
def lose(request: PageRequest, parcel_id: UUID) -> HttpResponse:
    """Give a parcel up."""
    report_lost(parcel_id=parcel_id, by=request.actor, now=clock.now())
    messages.success(request, _("The parcel counts as lost. If it arrives after all, it is found again."))
    return redirect("delivery:at_risk")


def _reliability(bins: tuple[promises.CalibrationBin, ...]) -> BarChart | None:
    if not bins:
        return None
    bars = tuple(_bar(_("said %(said)s") % {"said": write_share(b.said, 0)}, Share(b.broken, b.n)) for b in bins)
    return BarChart(
        title=_("What we said, and how many were then late"), unit="share", label_column=_("We said"),
        context=_("Forecasts of eight weeks whose day has passed; the closer to what was said, the better"),
        value_column=_("Were late"), n_column=_("Forecasts"), bars=bars,
    )  # fmt: skip


def _bar(label: str, late: Share) -> Bar:
    return Bar(label, late.value, late.low, late.high, late.n, tone="" if late.is_enough else "quiet")
