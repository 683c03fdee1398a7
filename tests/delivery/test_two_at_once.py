"""Carriers, customers and clerks reach for one parcel, or one day's vans, at once: nobody waits for ever."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.delivery import public as delivery
from shopkeeper.delivery.actions.dates import redirect_parcel
from shopkeeper.delivery.actions.labels import ask_label, write_label
from shopkeeper.delivery.actions.loads import give_room_back
from shopkeeper.delivery.models import Carrier, CutOff, Label, Load, Parcel, Rate, Service
from tests.delivery.offering import with_service
from tests.gates import crossing, one_after_the_other

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY = system_actor("test")
FRIDAY = date(2026, 3, 6)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def swift() -> Carrier:
    return Carrier.objects.get_or_create(source_key="swift", defaults={"name": "Swift", "recorded_at": NOW})[0]


def parcel() -> UUID:
    """A parcel promised for Friday, for which a label was asked."""
    swift()
    row = delivery.prepare_parcel(
        ref="order:1", carrier_key="swift", promised_on=FRIDAY, ship_from="north", by=BY, now=NOW
    )
    ask_label(ref=f"parcel:{row}", carrier_key="swift", by=BY, now=NOW)
    return row


def test_a_label_that_is_made_while_its_parcel_is_sent_elsewhere_is_void() -> None:
    key = parcel()
    label = Label.objects.get()
    crossing(
        lambda: Parcel.objects.select_for_update(no_key=True).get(pk=key),
        lambda: write_label(label_id=label.id, tracking_number="T1", by=BY, now=NOW),
        lambda: redirect_parcel(parcel_id=key, postcode_area="M1", region="", country="GB", by=BY, now=NOW),
    )
    assert Label.objects.get().canceled_at == NOW
    assert Parcel.objects.values_list("postcode_area", "tracking_number").get() == ("M", "")


def test_room_is_given_back_in_the_order_in_which_it_is_taken() -> None:
    service = Service.objects.create(source_key="swift/next", recorded_at=NOW, carrier=swift(), code="next", name="N")
    day, everybody = Load.objects.create(day=FRIDAY, node="", parcels=3), {"node": "north", "day": FRIDAY}
    Load.objects.create(day=FRIDAY, node="", service_id=service.id, parcels=3)
    crossing(
        lambda: Load.objects.filter(pk=day.pk).update(parcels=4),
        lambda: give_room_back(service_id=service.id, **everybody, by=BY, now=NOW),
        lambda: Load.objects.filter(service_id=service.id).update(parcels=4),
    )
    assert list(Load.objects.values_list("parcels", flat=True)) == [3, 3]


def test_of_two_who_set_up_a_new_service_the_second_sets_it_up_again() -> None:
    swift()
    one_after_the_other(lambda: with_service("next", name="Next day"), lambda: with_service("next", name="Tomorrow"))
    assert list(Service.objects.values_list("code", "name")) == [("next", "Tomorrow")]
    assert (Rate.objects.count(), CutOff.objects.count()) == (1, 1)
