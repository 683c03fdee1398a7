"""A contact point that fails is not chosen while there is another, and a source whose values fail is trusted less."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core import clock
from shopkeeper.core.actors import system_actor
from shopkeeper.core.work import list_work
from shopkeeper.customers import public as customers
from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.actions.hearing import name_place, weigh_sources
from shopkeeper.customers.actions.surviving import choose_rule, rework_profiles
from shopkeeper.customers.models import Profile, SourceTrust, ValueTrial
from shopkeeper.customers.public import ValueKind
from shopkeeper.customers.queries.survivorship import preview_choice
from shopkeeper.customers.rules.survivorship import Choice, Rule
from shopkeeper.customers.rules.trust import Trust
from tests.cast import with_cast
from tests.staging import take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
BY = system_actor("test")


def record(source: str, key: str, day: int = 0, **said: str) -> dict[str, object]:
    return {"source": source, "source_key": key, "changed_at": NOW + timedelta(days=day), **said}


NAMED = {"full_name": "Jo Reed", "card_number": "9001"}
JO = [
    record("web", "1", **NAMED, email="jo@mail.test", street="1 Mill Lane", postcode="LS1 1AA"),
    record("till", "L3-1", 1, **NAMED, email="jo@typo.test", street="9 Oak", postcode="YO1 1AA"),
]  # fmt: skip


def customer(source: str = "web", key: str = "1") -> UUID:
    found = customers.find_customer_of_record(source, key)
    assert found is not None
    return found


@pytest.fixture
def jo() -> UUID:
    take_in("customers", JO, now=NOW)
    return customer()


def fail(customer_id: UUID, value: str, at: datetime = NOW) -> None:
    customers.value_failed(customer_id=customer_id, kind=ValueKind.EMAIL, value=value, ref="message:1", by=BY, now=at)


def profile(customer_id: UUID) -> Profile:
    return Profile.objects.get(customer=customer_id)


def test_mail_that_came_back_lets_another_address_be_chosen_until_it_is_proven(jo: UUID) -> None:
    assert profile(jo).email == "jo@typo.test"
    fail(jo, "JO@typo.test")
    assert profile(jo).email == "jo@mail.test"
    assert customers.find_contact_point(jo, "email") == "jo@mail.test"
    customers.value_held(customer_id=jo, kind=ValueKind.EMAIL, value="jo@typo.test", ref="opt-in:1", by=BY, now=LATER)
    assert profile(jo).email == "jo@typo.test"


def test_a_bad_address_that_is_the_only_one_stays(jo: UUID) -> None:
    fail(jo, "jo@typo.test")
    fail(jo, "jo@mail.test")
    assert profile(jo).email == "jo@typo.test"


def test_what_failed_comes_last_whatever_the_rule(jo: UUID) -> None:
    fail(jo, "jo@mail.test")
    choose_rule(choice=Choice("email", Rule.SOURCE, ("web",)), reason="", by=BY, now=NOW)
    rework_profiles(by=BY, now=NOW)
    assert profile(jo).email == "jo@typo.test"
    assert preview_choice(Choice("email", Rule.DECLARED, ("web",))).changed == 0


def test_a_parcel_that_found_no_door_lets_another_address_be_chosen_as_a_whole(jo: UUID) -> None:
    customers.value_failed(customer_id=jo, kind=ValueKind.ADDRESS, ref="parcel:1", by=BY, now=NOW)
    assert (profile(jo).street, profile(jo).postcode) == ("1 Mill Lane", "LS1 1AA")


def test_a_new_word_of_the_source_is_judged_anew(jo: UUID) -> None:
    fail(jo, "jo@typo.test")
    mended = record("till", "L3-1", 5, full_name="Jo Reed", email="jo@right.test", card_number="9001")
    take_in("customers", [mended], now=LATER)
    assert profile(jo).email == "jo@right.test"


def test_nothing_is_remembered_of_a_value_that_no_record_says(jo: UUID) -> None:
    fail(jo, "somebody@else.test")
    fail(jo, "")
    assert ValueTrial.objects.count() == 0


def many(failed: int, tried: int, *, at: datetime = NOW) -> None:
    source, prefix = "till", "L3-"
    rows = [
        record(source, f"{prefix}{n}x", email=f"p{n}.{source}@mail.test", full_name=f"Person{n} N{n}")
        for n in range(tried)
    ]
    take_in("customers", rows, now=NOW)
    for n in range(tried):
        person, value = customer(source, f"{prefix}{n}x"), f"p{n}.{source}@mail.test"
        customers.value_tried(customer_id=person, kind=ValueKind.EMAIL, value=value, ref="message:2", by=BY, now=at)
        if n < failed:
            fail(person, value, at)


def test_a_source_is_trusted_less_when_surely_more_than_one_in_fifty_fails(jo: UUID) -> None:
    many(6, 40)
    assert weigh_sources(by=BY, now=LATER) == 1
    row = SourceTrust.objects.get()
    assert (row.source, row.kind, row.tried, row.failed, row.lost_at) == ("till", "email", 40, 6, LATER)
    assert (round(row.low, 4), round(row.high, 4)) == (0.0706, 0.2907)
    rework_profiles(by=BY, now=LATER)
    assert profile(jo).email == "jo@mail.test", "what the till says comes after what the web shop says"
    assert weigh_sources(by=BY, now=LATER) == 0
    assert weigh_sources(by=BY, now=LATER + timedelta(days=181)) == 0
    assert SourceTrust.objects.count() == 0


@pytest.mark.parametrize(
    ("tried", "failed", "is_lost"), [(200, 14, True), (200, 5, False), (40, 4, False), (0, 0, False), (5, 5, True)]
)
def test_trust_is_lost_by_certainty_not_by_a_slip(tried: int, failed: int, is_lost: bool) -> None:
    assert Trust(tried, failed).is_lost is is_lost


def test_the_place_where_it_is_typed_hears_of_it_and_nobody_else() -> None:
    cast = with_cast()
    many(6, 40)
    weigh_sources(by=BY, now=NOW)
    said = "6 of 40 e-mail addresses typed at till failed"
    assert titles(cast.actor("it_owner")) == [said]
    assert titles(cast.actor("LDS")) == []
    name_place(source="till", prefix="L3-", name="till 3 in Leeds", outlet_id=cast.outlets["LDS"], by=BY, now=NOW)
    assert titles(cast.actor("LDS")) == ["6 of 40 e-mail addresses typed at till 3 in Leeds failed"]
    assert titles(cast.actor("YRK")) == titles(cast.actor("it_owner")) == []


def titles(actor: object) -> list[str]:
    return [item.title for item in list_work(by=actor, now=NOW) if item.kind == "failing_source"]  # type: ignore[arg-type]


def test_the_page_shows_each_manager_their_own_place_and_it_all() -> None:
    cast = with_cast()
    many(6, 40, at=clock.now())
    place = {"system": "till", "begins_with": "L3-", "name": "till 3 in Leeds", "outlet": str(cast.outlets["LDS"])}
    assert cast.sign_in("it_owner").post("/customers/sources/", place).status_code == 302
    assert "till 3 in Leeds" in cast.sign_in("LDS").get("/customers/sources/").content.decode()
    assert "p0.till@mail.test" in cast.sign_in("LDS").get("/customers/sources/").content.decode()
    assert "Nothing was tried yet" in cast.sign_in("YRK").get("/customers/sources/").content.decode()
    assert cast.sign_in("YRK").post("/customers/sources/", place).status_code == 200
    assert cast.sign_in("associate").get("/customers/sources/").status_code == 403


def test_the_page_counts_at_once_what_came_back_meanwhile(jo: UUID) -> None:
    manager = with_cast().sign_in("data_steward")
    take_in("customers", [record("kiosk", str(n), email=f"p{n}@typo.test") for n in range(6)], now=NOW)
    for n in range(6):
        fail(customer("kiosk", str(n)), f"p{n}@typo.test", at=clock.now())
    assert "comes last" not in manager.get("/customers/sources/").content.decode()
    page = manager.post("/customers/sources/count/", follow=True).content.decode()
    assert "Counted anew." in page
    assert "comes last" in page
    assert [(row.source, row.tried, row.failed) for row in SourceTrust.objects.all()] == [("kiosk", 6, 6)]


def test_an_erasure_forgets_what_became_of_the_values(jo: UUID) -> None:
    fail(jo, "jo@typo.test")
    erase_customer(customer_id=jo, by=BY, now=LATER)
    assert ValueTrial.objects.count() == 0
