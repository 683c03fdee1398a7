"""What charts say to the browser and to those who read the table."""

from datetime import date

import pytest

from shopkeeper.core.charts import (
    Annotation,
    Bar,
    BarChart,
    FunnelChart,
    LineChart,
    ParetoChart,
    Point,
    Series,
    SmallMultiples,
    Target,
)
from shopkeeper.core.charts.marks import next_round

MONDAY = date(2026, 5, 18)


def late_parcels() -> LineChart:
    return LineChart(
        title="Parcels come late",
        unit="share",
        series=(Series("Late", (Point(MONDAY, 0.22, 0.17, 0.28, n=216, href="/late/"), Point("2026-W22", None))),),
        target=Target(0.08, "Target"),
        annotations=(Annotation(MONDAY, "Depot moved"),),
        n_column="Parcels",
    )


def test_a_line_gives_the_browser_its_points_target_and_events() -> None:
    spec = late_parcels().spec()

    assert spec["kind"] == "line"
    assert spec["title"] == "Parcels come late"
    assert spec["x_kind"] == "time"
    assert spec["target"] == {"value": 0.08, "name": "Target"}
    assert spec["annotations"] == [{"x": "2026-05-18", "label": "Depot moved"}]
    point = spec["series"][0]["points"][0]
    assert (point["x"], point["y"], point["low"], point["high"], point["n"]) == ("2026-05-18", 0.22, 0.17, 0.28, 216)


def test_the_table_under_a_line_says_the_same() -> None:
    chart = late_parcels()

    rows = [[cell.text for cell in row] for row in chart.rows()]

    assert chart.columns() == ["When", "Value", "95% interval", "Parcels"]
    assert rows == [["18 May 2026", "22%", "17 to 28%", "216"], ["2026-W22", "–", "", ""]]
    assert next(chart.rows())[0].href == "/late/"


def test_columns_that_would_be_empty_are_left_out() -> None:
    chart = BarChart(title="One", unit="share", bars=(Bar("a", 0.5, 0.4, 0.6), Bar("b", 0.7)))

    assert chart.table().columns == ["What", "Value", "95% interval"]
    assert [cell.text for cell in chart.table().rows[1]] == ["b", "70%", ""]


def test_a_pareto_adds_up_what_its_bars_make_together() -> None:
    chart = ParetoChart(title="Two causes make it", unit="money:GBP", bars=(Bar("Late", 75), Bar("Lost", 25)))

    assert [row["cumulative"] for row in chart.spec()["rows"]] == [0.75, 1.0]
    assert [row[-1].text for row in chart.rows()] == ["75%", "100%"]


def test_a_pareto_of_the_largest_counts_against_the_whole() -> None:
    chart = ParetoChart(title="Five of many", bars=(Bar("Late", 30),), total=120)

    assert chart.spec()["rows"][0]["cumulative"] == 0.25


def test_a_funnel_knows_what_is_usually_lost() -> None:
    chart = FunnelChart(title="They leave", bars=(Bar("Cart", 100), Bar("Delivery", 66, usual=0.18)))

    assert [row["usual"] for row in chart.spec()["rows"]] == [None, 0.18]
    assert chart.spec()["words"]["usual"] == "Usually"


def test_small_multiples_share_one_scale() -> None:
    def small(name: str, value: float) -> LineChart:
        return LineChart(title=name, small=True, series=(Series(name, (Point(MONDAY, value),)),))

    chart = SmallMultiples(title="Only Leeds", charts=(small("Leeds", 0.087), small("York", 0.02)))

    assert [part["y_max"] for part in chart.spec()["charts"]] == [0.1, 0.1]
    assert next(chart.rows())[0].text == "Leeds, 18 May 2026"


def test_bars_know_their_room_before_they_are_drawn() -> None:
    assert BarChart(title="One", bars=(Bar("a", 1), Bar("b", 2))).height == 124


@pytest.mark.parametrize(("value", "top"), [(0.0873, 0.1), (430, 500), (1, 1), (0, 1.0), (12.1, 15)])
def test_axes_end_at_round_numbers(value: float, top: float) -> None:
    assert next_round(value) == pytest.approx(top)
