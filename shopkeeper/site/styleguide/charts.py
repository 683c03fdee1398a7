"""Invented data: charts of every kind."""

from datetime import date, timedelta
from random import Random

from shopkeeper.core.charts import (
    Annotation,
    Bar,
    BarChart,
    Chart,
    FunnelChart,
    Limits,
    LineChart,
    ParetoChart,
    Point,
    Series,
    SmallMultiples,
    Target,
    Tone,
)

_FIRST_WEEK = date(2026, 3, 2)
_RANDOM = Random(7)  # noqa: S311  # invented data, not secrets


def _weeks(before: float, after: float, change_week: int, spread: float = 0.012, count: int = 26) -> tuple[Point, ...]:
    def point(week: int) -> Point:
        value = max(0.0, (after if week >= change_week else before) + _RANDOM.gauss(0, spread))
        day = _FIRST_WEEK + timedelta(weeks=week)
        return Point(
            day,
            value,
            max(0.0, value - 2.2 * spread),
            value + 2.2 * spread,
            n=216,
            href="#",
            tone="bad" if week >= change_week and after > before else "",
        )

    return tuple(point(week) for week in range(count))


def all_charts() -> dict[str, Chart]:
    """By the name that the template uses."""
    return {
        "line": line(),
        "compare": compare(),
        "bars": bars(),
        "pareto": pareto(),
        "funnel": funnel(),
        "multiples": multiples(),
    }


def line() -> LineChart:
    """A change that is more than chance."""
    return LineChart(
        title="Parcels to the North come late since 14 May",
        context="Share of parcels delivered after the promised day, by week",
        unit="share",
        series=(Series("Late parcels", _weeks(0.05, 0.22, 11)),),
        target=Target(0.08, "Target 8%"),
        n_column="Parcels",
        limits=Limits(0.01, 0.05, 0.09),
        annotations=(Annotation(date(2026, 5, 14), "Depot moved"), Annotation(date(2026, 7, 20), "Summer sale")),
    )


def compare() -> LineChart:
    """One line among others."""
    return LineChart(
        title="Only the North changed",
        unit="share",
        series=(
            Series("North", _weeks(0.05, 0.22, 11), tone="bad"),
            Series("South", tuple(Point(p.x, p.y) for p in _weeks(0.05, 0.05, 99)), role="compare"),
            Series("Wales", tuple(Point(p.x, p.y) for p in _weeks(0.04, 0.04, 99)), role="compare"),
        ),
    )


def bars() -> BarChart:
    """Rates by place."""
    rows: list[tuple[str, float, float, Tone]] = [
        ("Norther Parcels, North", 0.22, 0.026, "bad"),
        ("Norther Parcels, South", 0.058, 0.02, ""),
        ("Swift Post, North", 0.052, 0.018, ""),
        ("Swift Post, South", 0.048, 0.012, ""),
        ("Own vans", 0.019, 0.014, "good"),
    ]
    return BarChart(
        title="It is one carrier in one region",
        context="Share of late parcels, last ten weeks",
        unit="share",
        reference=Target(0.055, "All parcels"),
        bars=tuple(
            Bar(label, value, max(0, value - half), value + half, n=1_016, href="#", tone=tone)
            for label, value, half, tone in rows
        ),
        n_column="Parcels",
    )


def pareto() -> ParetoChart:
    """What broken promises cost."""
    rows = [
        ("Delivery options fail at checkout", 52_000, 14_000),
        ("Late parcels in the North", 31_000, 9_000),
        ("Sweater batch comes back", 16_500, 4_000),
        ("Contacts that need a second call", 9_800, 3_000),
        ("Returns desk in York", 5_200, 2_500),
        ("Everything else", 15_500, 6_000),
    ]
    return ParetoChart(
        title="Five causes make 88% of what broken promises cost",
        context="Pounds a year, with 95% intervals",
        unit="money:GBP",
        bars=tuple(
            Bar(
                label,
                value,
                value - half,
                value + half,
                href="#",
                note="" if half == 6_000 else "Supply chain · 224 hurt",
                tone="quiet" if half == 6_000 else "",
            )
            for label, value, half in rows
        ),
    )


def funnel() -> FunnelChart:
    """Where shoppers leave."""
    rows: list[tuple[str, int, float | None, Tone]] = [
        ("Cart", 4_820, None, ""),
        ("Address", 3_910, 0.19, ""),
        ("Delivery options", 2_580, 0.18, "bad"),
        ("Payment", 2_290, 0.1, ""),
        ("Ordered", 2_180, 0.05, ""),
    ]
    return FunnelChart(
        title="Shoppers leave when they choose a delivery",
        context="Sessions of the last 24 days",
        label_column="Step",
        value_column="Sessions",
        bars=tuple(Bar(label, value, href="#", tone=tone, usual=usual) for label, value, usual, tone in rows),
    )


def multiples() -> SmallMultiples:
    """The same line for each store."""
    stores = [
        ("Leeds", 0.07, 0.02),
        ("York", 0.06, 0.055),
        ("Hull", 0.06, 0.06),
        ("Bath", 0.05, 0.05),
        ("Truro", 0.06, 0.065),
        ("Exeter", 0.07, 0.06),
    ]
    return SmallMultiples(
        title="Only Leeds found a way",
        context="Share of pick-ups not found at once, by week",
        unit="share",
        charts=tuple(
            LineChart(
                title=name,
                unit="share",
                small=True,
                series=(Series(name, _weeks(before, after, 9, 0.008), tone="good" if after < 0.03 else ""),),
            )
            for name, before, after in stores
        ),
    )
