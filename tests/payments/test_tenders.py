"""Money is set aside, taken, let go and given back, and never more of it than there is."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from shopkeeper.payments import public as payments
from shopkeeper.payments.errors import NoAmount, StoredValueNotFound
from shopkeeper.payments.models import Payment, StoredValue, Tender
from tests.payments.till import BY, GBP, NOW, REF, card, pounds, put_up, run_errands, sums

pytestmark = pytest.mark.django_db


def gift_card(amount: str) -> str:
    kind = payments.Method.GIFT_CARD
    return payments.issue_value(kind=kind, amount=Decimal(amount), currency=GBP, why="", by=BY, now=NOW).code


def move(action: str, amount: str) -> None:
    getattr(payments, action)(ref=REF, amount=Decimal(amount), by=BY, now=NOW)


def test_a_card_is_set_aside_only_when_its_gateway_has_said_so() -> None:
    put_up("60.00", card())
    assert sums() == ("0.00", "0.00", "0.00", "0.00")
    with pytest.raises(payments.MoreThanAuthorized):
        move("capture", "10.00")
    run_errands()
    assert sums() == ("60.00", "0.00", "0.00", "0.00")
    move("capture", "45.50")
    move("void", "14.50")
    run_errands()
    move("refund", "5.50")
    run_errands()
    assert sums() == ("60.00", "45.50", "14.50", "5.50")
    assert dict(Payment.objects.values_list("kind").annotate(total=Sum("amount"))) == {
        "authorized": pounds("60.00"), "captured": pounds("45.50"), "voided": pounds("14.50"),
        "refunded": pounds("5.50"),
    }  # fmt: skip


def test_a_gift_card_pays_what_it_holds_and_a_card_the_rest() -> None:
    code = gift_card("25.00")
    spaced = f"{code[:4]} {code[4:8]}-{code[8:]}".lower()
    put_up("60.00", payments.Means(method=payments.Method.GIFT_CARD, code=spaced, amount=pounds("25")), card())
    run_errands()
    assert sums() == ("60.00", "0.00", "0.00", "0.00")
    assert StoredValue.objects.get().balance == 0
    move("capture", "60.00")
    run_errands()
    move("refund", "50.00")  # the card first, since it came last, then the gift card
    run_errands()
    assert StoredValue.objects.get().balance == 15
    assert [tender.sums.refunded for tender in payments.list_tenders(REF)] == [15, 35]


def test_a_gift_card_never_pays_more_than_it_holds() -> None:
    means = payments.Means(method=payments.Method.GIFT_CARD, code=gift_card("25.00"))
    with pytest.raises(payments.NotEnoughValue):
        put_up("25.01", means)
    put_up("25.00", means)
    with pytest.raises(payments.NotEnoughValue):
        payments.ask_for_more(ref=REF, amount=pounds("0.01"), by=BY, now=NOW)
    assert (StoredValue.objects.get().balance, Tender.objects.count()) == (0, 1)
    with pytest.raises(StoredValueNotFound):
        put_up("1.00", payments.Means(method=payments.Method.GIFT_CARD, code="NOBODYS"))


def test_means_have_to_add_up_to_the_total() -> None:
    for means in ([card(amount="10")], [card(), card()], [card(amount="61")]):
        with pytest.raises(payments.MeansDoNotAddUp):
            put_up("60.00", *means)
    for amount in ("0", "-1", "0.001", "NaN"):
        with pytest.raises(NoAmount):
            move("refund", amount)
    assert not Tender.objects.exists()


def test_what_is_being_taken_is_neither_taken_twice_nor_given_back_yet() -> None:
    put_up("60.00", card())
    run_errands()
    move("capture", "60.00")
    for again, refusal in (("capture", payments.MoreThanAuthorized), ("void", payments.MoreThanAuthorized),
                           ("refund", payments.MoreThanCaptured)):  # fmt: skip
        with pytest.raises(refusal):
            move(again, "0.01")
    run_errands()
    move("refund", "60.00")
    with pytest.raises(payments.MoreThanCaptured):
        move("refund", "0.01")


def test_the_database_itself_refuses_to_take_or_return_too_much() -> None:
    put_up("60.00", payments.Means(method=payments.Method.INVOICE))
    for wrong in ({"captured": 61}, {"refunded": 1}, {"voided": -1}, {"captured": 40, "voided": 21}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tender.objects.update(**wrong)


def test_more_is_asked_for_in_the_way_in_which_was_paid() -> None:
    put_up("60.00", card())
    run_errands()
    assert payments.ask_for_more(ref=REF, amount=pounds("9.99"), by=BY, now=NOW)
    run_errands()
    assert sums() == ("69.99", "0.00", "0.00", "0.00")
    assert not payments.ask_for_more(ref="order:none", amount=pounds("1"), by=BY, now=NOW)
