"""Carriers as they really are: all side by side, and one in depth."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shopkeeper.core import clock
from shopkeeper.core.actors import Actor
from shopkeeper.core.charts import Bar, BarChart, LineChart, Point, Series, SmallMultiples, Target
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.core.words import write_share
from shopkeeper.delivery.queries.lines import find_line
from shopkeeper.delivery.queries.scorecards import CarrierCard, Scoreboard, get_carrier, get_scoreboard
from shopkeeper.delivery.rules.scorecards import Cell, Outlier
from shopkeeper.delivery.words import ADAPTER_WORDS

_LANES = 12


@door("delivery.view_delivery")
def list_carriers(request: PageRequest) -> HttpResponse:
    """What stands out first, then everybody."""
    board = get_scoreboard(by=request.actor, now=clock.now())
    worst = board.outliers[0] if board.outliers else None
    context = {"board": board, "worst": worst, "finding": _finding(worst), "chart": _cells_chart(board, worst)}
    return render(request, "delivery/carriers.html", context)


@door("delivery.view_delivery")
def show_carrier(request: PageRequest, key: str) -> HttpResponse:
    """One carrier: by week, by region, by lane; and how it tells us of parcels."""
    return render(request, "delivery/carrier.html", context_of(key, by=request.actor, now=clock.now()))


def context_of(key: str, *, by: Actor, now: datetime) -> dict[str, Any]:
    """What the page of a carrier shows."""
    card = get_carrier(key, by=by, now=now)
    worst = card.outliers[0] if card.outliers else None
    return {
        "card": card, "finding": _finding(worst), "worst": worst, "weeks": _weeks_chart(card),
        "regions": _regions_chart(card), "lanes": card.lanes[:_LANES], "more": max(0, len(card.lanes) - _LANES),
        "line": find_line(key), "adapters": list(ADAPTER_WORDS),
        "may_manage": by.may("delivery.manage_services"),
    }  # fmt: skip


def _finding(worst: Outlier | None) -> str:
    if worst is None:
        return ""
    words = _("%(carrier)s brings %(late)s of its parcels to the %(region)s late; all others are late in %(rest)s.")
    return words % {
        "carrier": worst.cell.carrier, "late": write_share(worst.cell.late.value, 0), "region": worst.cell.region,
        "rest": write_share(worst.elsewhere.value, 0),
    }  # fmt: skip


def _cells_chart(board: Scoreboard, worst: Outlier | None) -> BarChart | None:
    cells = sorted(board.cells, key=lambda cell: -cell.late.value)[:14]
    if not cells:
        return None
    title = _("No carrier stands out in any region")
    if worst:
        title = _("%(carrier)s stands out in the %(region)s") % {
            "carrier": worst.cell.carrier, "region": worst.cell.region,
        }  # fmt: skip
    bad = {(outlier.cell.carrier_key, outlier.cell.region) for outlier in board.outliers}
    return BarChart(
        title=title, context=_("Parcels that came after the promised day, by carrier and region, thirteen weeks"),
        unit="share", label_column=_("Carrier and region"), value_column=_("Late"), n_column=_("Parcels"),
        bars=tuple(_bar(cell, is_bad=(cell.carrier_key, cell.region) in bad) for cell in cells),
        reference=Target(board.all_late.value, _("all parcels")),
    )  # fmt: skip


def _bar(cell: Cell, *, is_bad: bool) -> Bar:
    late = cell.late
    tone = "bad" if is_bad else "" if late.is_enough else "quiet"
    href = reverse("delivery:carrier", args=[cell.carrier_key])
    label = f"{cell.carrier}, {cell.region}"
    return Bar(label, late.value, late.low, late.high, late.n, href, tone)  # type: ignore[arg-type]  # a tone


def _weeks_chart(card: CarrierCard) -> LineChart:
    points = tuple(
        Point(week, late.value if late.n else None, late.low, late.high, late.n, tone="" if late.is_enough else "quiet")
        for week, late in card.weeks
    )
    title = _("%(carrier)s: %(late)s late in thirteen weeks") % {
        "carrier": card.score.name, "late": write_share(card.score.late.value, 0),
    }  # fmt: skip
    return LineChart(
        title=title, context=_("Parcels that came after the promised day, by the week that was promised"), unit="share",
        label_column=_("Week from"), value_column=_("Late"), n_column=_("Parcels"),
        series=(Series(card.score.name, points),),
    )  # fmt: skip


def _regions_chart(card: CarrierCard) -> SmallMultiples | None:
    if len(card.regions) < 2:
        return None
    charts = tuple(
        LineChart(
            title=f"{region or _('Unknown region')}: {write_share(late.value, 0)}", unit="share", small=True,
            series=(Series(region, tuple(Point(week, s.value, n=s.n) for week, s in weeks)),),
        )
        for region, late, weeks in card.regions
    )  # fmt: skip
    worst = card.regions[0]
    return SmallMultiples(
        title=_("Latest where it goes to the %(region)s") % {"region": worst[0]}, unit="share",
        context=_("Share late by week and region, on one scale"), charts=charts, n_column=_("Parcels"),
        label_column=_("Region and week"), value_column=_("Late"),
    )  # fmt: skip
