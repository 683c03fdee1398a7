"""Two orders are paid with the same two gift cards at once: one after the other, and neither waits for ever."""

import pytest

from shopkeeper.payments import public as payments
from shopkeeper.payments.models import StoredValue, Tender
from tests.gates import crossing
from tests.payments.test_tenders import gift_card
from tests.payments.till import pounds, put_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


def test_who_pays_with_two_gift_cards_takes_them_in_one_order() -> None:
    gift_card("25.00"), gift_card("25.00")
    first, last = StoredValue.objects.order_by("id").values_list("code", flat=True)
    means = [payments.Means(method=payments.Method.GIFT_CARD, code=code, amount=pounds("10")) for code in (last, first)]
    crossing(
        lambda: StoredValue.objects.filter(code=first).update(why="held"),
        lambda: put_up("20.00", *means),
        lambda: StoredValue.objects.filter(code=last).update(why="held"),
    )
    assert list(StoredValue.objects.values_list("balance", flat=True)) == [15, 15]
    assert Tender.objects.count() == 2
