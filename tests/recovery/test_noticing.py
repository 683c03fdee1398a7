"""Signals of one problem of one customer make one episode, whichever channel told of it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shopkeeper.core.ids import new_id
from shopkeeper.core.schema import ensure_months
from shopkeeper.customers.models import Customer
from shopkeeper.interactions.models import Interaction
from shopkeeper.recovery.actions.noticing import notice_harm
from shopkeeper.recovery.models import Episode, Signal
from tests.recovery.scene import DAY, NOW, SYSTEM, customer, late_delivery, missed_pickup, order, outlet, score

pytestmark = pytest.mark.django_db


def notice() -> int:
    """Look for harm once."""
    return notice_harm(by=SYSTEM, now=NOW)


def contact(of: object, *, about: str, at: object) -> None:
    """Somebody called."""
    ensure_months("interactions_interaction", NOW.date() - 31 * DAY, NOW.date())
    Interaction.objects.create(
        occurred_at=at, id=new_id(), source="test", source_key=str(new_id()), recorded_at=NOW,
        kind="call", channel="phone", customer_id=of, order_ref=about,
    )  # fmt: skip


def test_a_late_parcel_and_the_low_score_for_it_are_one_episode() -> None:
    ruth = customer("Ruth Adeyemi")
    parcel = order(ruth, "TW-1")
    late_delivery(parcel, due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    score(ruth, 1, about=parcel)
    assert notice() == 2
    episode = Episode.objects.get()
    assert (episode.fault, episode.harm, episode.silent) == ("late_delivery", Decimal("12.0"), False)
    assert (episode.starts_at, episode.last_at) == (NOW - 5 * DAY, NOW - DAY)


def test_noticing_again_changes_nothing() -> None:
    late_delivery(order(customer("Ruth"), "TW-1"), due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    assert [notice(), notice()] == [1, 0]
    assert Signal.objects.count() == 1


def test_a_parcel_that_is_still_missing_hurts_more_every_day() -> None:
    late_delivery(order(customer("Ruth"), "TW-1"), due_at=NOW - 2 * DAY)
    notice()
    assert Episode.objects.get().harm == Decimal("5.0")
    assert notice_harm(by=SYSTEM, now=NOW + 3 * DAY) == 1
    assert Episode.objects.get().harm == Decimal("8.0")
    assert Signal.objects.count() == 1


def test_who_never_told_us_is_found_all_the_same() -> None:
    late_delivery(order(customer("Ruth"), "TW-1"), due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    notice()
    assert Episode.objects.get().silent is True


def test_a_complaint_that_names_no_order_joins_the_episode_of_those_days() -> None:
    ruth = customer("Ruth")
    late_delivery(order(ruth, "TW-1"), due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    score(ruth, 1, kind="complaint", at=NOW - DAY)
    notice()
    assert Episode.objects.get().harm == Decimal("12.0")


def test_two_orders_are_two_episodes_and_the_second_one_weighs_more() -> None:
    ruth = customer("Ruth")
    late_delivery(order(ruth, "TW-1"), due_at=NOW - 30 * DAY, came_at=NOW - 28 * DAY)
    late_delivery(order(ruth, "TW-2"), due_at=NOW - 5 * DAY, came_at=NOW - 3 * DAY)
    notice()
    assert list(Episode.objects.order_by("starts_at").values_list("harm", flat=True)) == [Decimal(5), Decimal("7.5")]


def test_three_calls_about_one_order_in_a_week_are_a_signal_and_one_call_is_none() -> None:
    ruth, owen = customer("Ruth"), customer("Owen")
    first, other = order(ruth, "TW-1"), order(owen, "TW-2")
    for days in (6, 4, 1):
        contact(ruth, about=f"order:{first.id}", at=NOW - days * DAY)
    contact(owen, about=f"order:{other.id}", at=NOW - DAY)
    assert notice() == 1
    episode = Episode.objects.get()
    assert (episode.fault, episode.order_id, episode.harm) == ("repeat_contact", first.id, Decimal("6.0"))


def test_a_pick_up_that_was_not_found_outweighs_how_it_was_told() -> None:
    leeds = outlet("leeds")
    ruth = customer("Ruth")
    parcel = order(ruth, "TW-1", at=leeds)
    missed_pickup(parcel, leeds, not_found_at=NOW - timedelta(hours=3))
    score(ruth, 2, about=parcel, at=NOW - timedelta(hours=1))
    notice()
    episode = Episode.objects.get()
    assert (episode.fault, episode.outlet_id, episode.harm) == ("pickup_not_found", leeds.id, Decimal("10.0"))


def test_what_was_told_by_two_records_of_one_person_is_one_episode() -> None:
    ruth, again = customer("Ruth"), customer("R. Adeyemi")
    parcel = order(ruth, "TW-1")
    late_delivery(parcel, due_at=NOW - 5 * DAY, came_at=NOW - 2 * DAY)
    notice()
    Customer.objects.filter(pk=ruth).update(merged_into=again)
    score(again, 1, about=parcel)
    notice()
    assert Episode.objects.get().harm == Decimal("12.0")


def test_a_good_score_and_harm_of_last_season_are_no_signals() -> None:
    ruth = customer("Ruth")
    score(ruth, 3)
    late_delivery(order(ruth, "TW-1"), due_at=NOW - 90 * DAY, came_at=NOW - 80 * DAY)
    assert notice() == 0


def test_an_export_that_ended_years_ago_is_worked_at_its_end() -> None:
    ruth = customer("Ruth")
    end = NOW - 2000 * DAY
    for days in range(200):
        order(ruth, f"OLD-{days}", placed_at=end - days * DAY / 4)
    order(ruth, "STRAY", placed_at=end + 40 * DAY)
    score(ruth, 1, at=end - 3 * DAY)
    assert notice() == 1
