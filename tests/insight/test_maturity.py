"""Nothing counts before its outcome can be known: neither what is not heard of yet, nor what may still come back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shopkeeper.catalog.models import Product
from shopkeeper.core.actors import system_actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.schema import ensure_months
from shopkeeper.customers.models import Customer
from shopkeeper.delivery.models import Carrier, Parcel
from shopkeeper.engines.lake import Lake
from shopkeeper.feedback.models import Feedback
from shopkeeper.insight import public as insight
from shopkeeper.insight.queries.readings import list_records
from shopkeeper.interactions.models import Interaction
from shopkeeper.orders.models import Order, OrderLine, Return
from tests.insight.lakes import lake_in, refresh
from tests.insight.test_readings import outlet

EVERYBODY = system_actor("test")
NOON = datetime(2026, 3, 30, 12, tzinfo=UTC)
MARCH = insight.Window(date(2026, 3, 1), date(2026, 4, 1))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    """A lake of its own, answered in this process."""
    with lake_in(tmp_path) as lake:
        yield lake


def at(day: int, hour: int = 12, month: int = 3) -> datetime:
    """An hour of a day of March."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def carrier(name: str) -> Carrier:
    """Somebody who brings parcels."""
    return Carrier.objects.create(name=name, source_key=name, recorded_at=NOON)


def parcel(by: Carrier, *, promised: int, came: int | None = None, ref: str = "") -> Parcel:
    """A parcel promised for a day of March."""
    key = f"{by.name}-{promised}-{Parcel.objects.count()}"
    return Parcel.objects.create(
        ref=ref or f"order:{key}", carrier=by, promised_on=date(2026, 3, promised), source_key=key, recorded_at=NOON,
        delivered_at=at(came) if came else None,
    )  # fmt: skip


def read(name: str, lake: Lake, data_set: str, now: datetime = NOON, **filters: str) -> tuple[float | None, int]:
    """The value and the sample of a metric in March."""
    refresh(lake, data_set, now=now)
    window = insight.Window(MARCH.starts_on, MARCH.ends_on, filters)
    reading = insight.read(insight.get_metric(name), window, by=EVERYBODY, now=now)
    return reading.value, reading.n


def test_a_parcel_that_did_not_come_is_late_once_its_carrier_was_heard_of_on_a_later_day(lake: Lake) -> None:
    swift = carrier("Swift")
    parcel(swift, promised=26, came=25)
    parcel(swift, promised=26, came=26)
    parcel(swift, promised=26, came=27)
    parcel(swift, promised=26)
    assert read("on_time_delivery", lake, "deliveries") == (0.5, 4)


def test_a_day_of_which_nobody_has_told_yet_counts_neither_its_good_nor_its_missing_parcels(lake: Lake) -> None:
    swift = carrier("Swift")
    parcel(swift, promised=27, came=27)
    parcel(swift, promised=29, came=28)
    parcel(swift, promised=29, came=29)
    parcel(swift, promised=29)
    parcel(swift, promised=30)
    parcel(swift, promised=31)
    assert read("on_time_delivery", lake, "deliveries") == (1.0, 1)
    parcel(swift, promised=29, came=30)
    assert read("on_time_delivery", lake, "deliveries") == (0.6, 5)


def test_a_silent_carrier_is_unknown_at_first_and_late_after_a_fortnight(lake: Lake) -> None:
    swift, mole = carrier("Swift"), carrier("Mole")
    parcel(mole, promised=9, came=10)
    parcel(mole, promised=11)
    parcel(mole, promised=12)
    parcel(swift, promised=26, came=26)
    assert read("on_time_delivery", lake, "deliveries", carrier="Mole") == (0.0, 2)
    parcel(swift, promised=27, came=27)
    assert read("on_time_delivery", lake, "deliveries", carrier="Mole") == (0.0, 3)


def test_a_canceled_parcel_is_no_broken_promise(lake: Lake) -> None:
    swift = carrier("Swift")
    parcel(swift, promised=20, came=20)
    lost = parcel(swift, promised=18)
    Parcel.objects.filter(pk=lost.pk).update(canceled_at=at(17))
    parcel(swift, promised=21, came=21)
    assert read("on_time_delivery", lake, "deliveries") == (1.0, 1)


def buy(day: int, *, month: int = 2, back_after: int | None = None) -> None:
    """Somebody buys a sweater, and may bring it back."""
    product, _ = Product.objects.get_or_create(
        sku="S", defaults={"name": "Sweater", "source_key": "S", "recorded_at": NOON}
    )
    key = f"{month}-{day}-{Order.objects.count()}"
    bought = at(day, month=month)
    order = Order.objects.create(
        number=key, channel="web", currency="GBP", placed_at=bought, source_key=key, recorded_at=NOON
    )
    line = OrderLine.objects.create(
        order=order, product=product, placed_at=bought, position=1, unit_price=10, ordered=1, shipped=1,
        delivered=1, returned=int(back_after is not None), source_key=key, recorded_at=NOON,
    )  # fmt: skip
    if back_after is not None:
        Return.objects.create(
            line=line, product=product, quantity=1, occurred_at=bought + timedelta(days=back_after), source_key=key,
            recorded_at=NOON,
        )  # fmt: skip


def test_every_line_is_followed_for_the_same_four_weeks(lake: Lake) -> None:
    buy(1, month=2, back_after=28)
    buy(1, month=2, back_after=29)
    buy(28, month=2)
    buy(1, month=3)
    buy(3, month=3, back_after=2)
    buy(29, month=3)
    refresh(lake, "sold_lines", now=NOON)
    since_february = insight.Window(date(2026, 2, 1), date(2026, 4, 1))
    reading = insight.read(insight.get_metric("return_rate"), since_february, by=EVERYBODY, now=NOON)
    assert (reading.value, reading.n) == (0.25, 4)


def test_what_ended_long_ago_is_followed_until_its_end_only(lake: Lake) -> None:
    buy(1, month=2, back_after=3)
    buy(20, month=2)
    buy(10, month=3)
    years_later = NOON + timedelta(days=1000)
    refresh(lake, "sold_lines", now=years_later)
    metric = insight.get_metric("return_rate")
    window = insight.window_of(metric, None, None, {}, by=EVERYBODY, now=years_later)
    assert window.ends_on == date(2026, 2, 11)
    whole = insight.Window(date(2026, 1, 1), date(2026, 4, 1))
    assert insight.read(metric, whole, by=EVERYBODY, now=years_later).n == 1


def test_a_contact_of_this_week_may_still_be_asked_again(lake: Lake) -> None:
    ensure_months("interactions_interaction", date(2026, 3, 1), date(2026, 3, 31))
    ada = Customer.objects.create(number="ADA", created_at=NOON)
    for day in (10, 16, 24, 29):
        Interaction.objects.create(
            kind="call",
            channel="phone",
            customer=ada,
            occurred_at=at(day),
            recorded_at=NOON,
            id=new_id(),
            source_key=str(day),
        )
    assert read("repeat_contact_rate", lake, "contacts") == (0.5, 2)
    metric = insight.get_metric("repeat_contact_rate")
    assert insight.window_of(metric, None, None, {}, by=EVERYBODY, now=NOON).ends_on == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("promised", "came", "said", "late"),
    [(10, 10, 12, False), (10, 12, 14, True), (10, None, 11, True), (10, None, 10, False), (10, 12, 10, False)],
    ids=["came in time", "came late", "had not come by it", "was not due yet", "came late after they spoke"],
)  # fmt: skip
def test_a_parcel_is_late_to_those_who_spoke_after_its_day(
    lake: Lake, promised: int, came: int | None, said: int, late: bool
) -> None:
    leeds = outlet("leeds")
    order = Order.objects.create(
        number="W1", channel="web", currency="GBP", placed_at=at(1), source_key="W1", recorded_at=NOON
    )
    parcel(carrier("Swift"), promised=promised, came=came, ref=f"order:{order.id}")
    Feedback.objects.create(
        kind="survey", scale="csat", score=3, order=order, outlet=leeds, occurred_at=at(said), recorded_at=NOON,
        source_key="f",
    )  # fmt: skip
    refresh(lake, "feedback_facts", now=NOON)
    metric = insight.get_metric("low_score_share")
    (record,) = list_records(metric, MARCH, only_bad=False, by=EVERYBODY, now=NOON)
    assert record["was_late"] is late
