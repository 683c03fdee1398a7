"""Fragments as people get them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from shopkeeper.core.charts import Bar, BarChart
from shopkeeper.core.components import Action, Figure, StoryEntry
from shopkeeper.core.money import Money
from shopkeeper.core.navigation import NavItem, Section


def show(source: str, **context: Any) -> str:
    template = Template("{% load i18n shopkeeper %}" + source)
    return template.render(Context(context)).strip()


def test_numbers_in_templates() -> None:
    assert (
        show("{{ n|number }} {{ s|percent }} {{ m|money }}", n=1204, s=0.22, m=Money(Decimal(18), "GBP"))
        == "1,204 22% £18.00"
    )
    assert show('{% interval 0.19 0.25 "share" %}') == "19 to 25%"


def test_a_time_keeps_the_whole_truth_for_the_hover() -> None:
    html = show("{{ at|ago }}", at=datetime(2025, 5, 14, 13, 5, tzinfo=UTC))

    assert 'datetime="2025-05-14T14:05:00+01:00"' in html
    assert 'title="Wednesday 14 May 2025, 14:05 BST"' in html
    assert html.endswith(">14 May 2025</time>")


def test_a_deadline_missed_is_said_and_not_only_colored() -> None:
    assert "late since" in show("{% due at %}", at=timezone.now() - timedelta(days=1))
    assert "is-bad" not in show("{% due at %}", at=timezone.now() + timedelta(days=1))
    assert "no deadline" in show("{% due at %}", at=None)


def test_a_chip_says_its_kind_to_those_who_listen() -> None:
    html = show('{% chip "order" "TW-4471" "/orders/1/" %}')

    assert '<a class="chip" href="/orders/1/">' in html
    assert '<span class="sr-only">Order </span>TW-4471' in html


def test_what_people_typed_never_becomes_markup() -> None:
    entry = StoryEntry(at=timezone.now(), title="Wrote", icon="mail", said="<script>alert(1)</script>")
    chart = BarChart(title="</script><b>", bars=(Bar("<i>", 1),))

    assert "&lt;script&gt;" in show('{% include "core/_timeline.html" %}', entries=[entry])
    assert "</script><b>" not in show("{% chart chart %}", chart=chart)


def test_a_chart_that_is_swapped_into_a_page_brings_no_script() -> None:
    shown = show("{% chart chart %}", chart=BarChart(title="Late", bars=(Bar("North", 1),)))
    assert "<script" not in shown
    assert "<template data-spec>{&quot;kind&quot;: &quot;" in shown


def test_a_tile_with_too_few_says_how_many_are_needed() -> None:
    figure = Figure(label="Would recommend", value=31, target=40, better="up", n=12, needed=30)

    html = show('{% include "core/_figure.html" %}', figure=figure)

    assert "12 of 30 needed to judge" in html
    assert "is-bad" not in html


def test_a_refused_action_stays_visible_with_its_reason() -> None:
    action = Action("Close", "/close/", refused="The parcel has not arrived.")

    html = show('{% include "core/_actions.html" %}', actions=[action])

    assert 'aria-disabled="true" title="The parcel has not arrived."' in html
    assert "/close/" not in html


def test_the_same_address_with_one_thing_changed() -> None:
    request = RequestFactory().get("/cases/?mine=1&page=3&sort=late")

    html = Template('{% load shopkeeper %}{% querystring_with sort="due" mine=None %}').render(
        Context({"request": request})
    )

    assert html == "?sort=due"


@pytest.mark.parametrize(
    ("path", "here"), [("/cases/", "/cases/"), ("/cases/7/", "/cases/"), ("/", "/"), ("/none/", "")]
)
def test_the_navigation_marks_the_nearest_place(path: str, here: str) -> None:
    place = {"label": "", "icon": ""}
    groups = [
        ("a", "A", [type("Place", (), {"url": "/", **place})()]),
        ("b", "B", [type("Place", (), {"url": "/cases/", **place})()]),
    ]

    assert show("{{ groups|here_in:path }}", groups=groups, path=path) == here


def test_the_frame_is_drawn_for_the_place_shown_and_the_places_that_may_be_opened() -> None:
    cases, orders = (
        NavItem(Section.RIGHT, "Cases", "recovery:queue", "x", ""),
        NavItem(Section.PEOPLE, "Orders", "orders:orders", "x", ""),
    )
    both, one = [("right", "Put right", [cases, orders])], [("right", "Put right", [cases])]
    bar = "{% load frame %}{% places groups path %}"
    assert show(bar, groups=both, path="/cases/7/").count("aria-current") == 1
    assert 'href="/orders/" aria-current="page"' in show(bar, groups=both, path="/orders/")
    assert "/orders/" not in show(bar, groups=one, path="/orders/")


@pytest.mark.parametrize("number", ["+44 1904 611 223", "(01904) 611-224", "TW 3100 0471 1", "YO1 7HH", "1951-03-02"])
def test_a_number_stays_on_one_line(number: str) -> None:
    assert show("{{ value|unbroken }}", value=number) == f'<span class="whitespace-nowrap">{number}</span>'


@pytest.mark.parametrize("other", ["", "–", "12 Elm St", "ann@mail.test", "1 2 3 4 5 6 7 8 9 10 11 12", "Ann Lee", "A"])
def test_other_values_flow(other: str) -> None:
    assert show("{{ value|unbroken }}", value=other) == other


def test_no_value_of_somebody_is_taken_for_markup() -> None:
    assert show("{{ value|unbroken }}", value="<b>1</b>") == "&lt;b&gt;1&lt;/b&gt;"
