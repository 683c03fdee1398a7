"""Readings as tiles: no number is called good while it makes another one bad, and no sum moves by chance alone."""

from dataclasses import replace

import pytest

from shopkeeper.insight.contracts import Reading, ScorecardLine, Slice
from shopkeeper.insight.figures import figure_of, slices_chart
from shopkeeper.insight.queries.readings import get_metric
from shopkeeper.organization import public as organization
from tests.cast import NOW, SYSTEM


def line(name: str, now: Reading, before: Reading, *, target: float | None, variation: str = "") -> ScorecardLine:
    return ScorecardLine(get_metric(name), now, before, (), variation, "", target, None)


SHORT = line("handling_time", Reading(290, 285, 295, 900), Reading(410, 400, 420, 900), target=300)
ASKED_AGAIN = line("repeat_contact_rate", Reading(0.25, 0.24, 0.27, 900), Reading(0.15, 0.14, 0.17, 900), target=0.15)


def test_a_short_call_is_good_while_people_need_not_ask_again() -> None:
    calm = replace(ASKED_AGAIN, reading=Reading(0.14, 0.13, 0.16, 900))
    figure = figure_of(replace(SHORT, guard=calm))
    assert (figure.tone, figure.change_tone, figure.but) == ("good", "good", "")


def test_a_short_call_is_not_called_good_while_people_have_to_ask_again() -> None:
    figure = figure_of(replace(SHORT, guard=ASKED_AGAIN))
    assert (figure.tone, figure.change_tone, figure.change_words) == ("", "", "2 min better")
    assert figure.but == "But Repeat contacts: 25%. Target 15% or less"


def test_too_few_who_asked_again_spoil_no_number() -> None:
    few = replace(ASKED_AGAIN, reading=Reading(0.5, 0.2, 0.8, 9))
    assert (few.is_missed, figure_of(replace(SHORT, guard=few)).tone) == (False, "good")


@pytest.mark.django_db
@pytest.mark.parametrize(("variation", "words"), [("common", "no clear change"), ("improving", "£9,000 better")])
def test_a_sum_has_changed_when_its_weeks_say_so_not_when_it_differs(variation: str, words: str) -> None:
    card = organization.RetailerCard(
        name="Thorne & Wren", country="GB", currency="GBP", time_zone="Europe/London", language="en"
    )
    organization.describe_retailer(card=card, by=SYSTEM, now=NOW)
    sold, before = Reading(709_000, 709_000, 709_000, 400), Reading(700_000, 700_000, 700_000, 400)
    assert figure_of(line("revenue", sold, before, target=None, variation=variation)).change_words == words


@pytest.mark.django_db
def test_a_store_is_not_worse_than_the_company_for_being_a_part_of_its_sales() -> None:
    card = organization.RetailerCard(
        name="Thorne & Wren", country="GB", currency="GBP", time_zone="Europe/London", language="en"
    )
    organization.describe_retailer(card=card, by=SYSTEM, now=NOW)
    stores = [Slice("Leeds", 20_000, 20_000, 20_000, 90), Slice("Web shop", 60_000, 60_000, 60_000, 300)]
    chart = slices_chart(get_metric("revenue"), stores, "outlet", Reading(80_000, 80_000, 80_000, 390))
    assert chart.title == "Revenue: most in Web shop, 75% of all"
    assert [(bar.label, bar.tone, bar.low) for bar in chart.bars] == [("Web shop", "", None), ("Leeds", "", None)]
    assert chart.reference is None
