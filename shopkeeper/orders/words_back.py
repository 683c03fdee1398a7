"""Why something may come back or not, by what is paid, and where money goes, in words for staff and customers alike."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from shopkeeper.orders.contracts import RefundWay

type Words = str | Promise

REASONS: dict[str, Words] = {
    "in_time": gettext_lazy("It is within the days in which it may come back."),
    "faulty": gettext_lazy("It is faulty or not what was ordered: it may come back."),
    "no_receipt": gettext_lazy("Without a receipt: store credit at the lowest price of late."),
    "called_back": gettext_lazy("The carrier stopped it on its way. It is paid back already."),
    "too_late": gettext_lazy("The days in which it may come back are over."),
    "too_late_for_faults": gettext_lazy("The time within which faults are taken back is over."),
    "final_sale": gettext_lazy("It was sold for good and does not come back."),
    "dear": gettext_lazy("It is worth so much that a person decides."),
    "often": gettext_lazy("Much came back from this customer lately. A person decides."),
}
WAYS: dict[str, Words] = {
    RefundWay.ORIGINAL: gettext_lazy("the way it was paid"),
    RefundWay.STORE_CREDIT: gettext_lazy("as store credit"),
    RefundWay.TILL: gettext_lazy("where it was paid"),
}
METHODS: dict[str, Words] = {
    "card": gettext_lazy("card"),
    "gift_card": gettext_lazy("gift card"),
    "store_credit": gettext_lazy("store credit"),
    "invoice": gettext_lazy("invoice"),
    "cash": gettext_lazy("cash"),
    "pay_later": gettext_lazy("pay later"),
}
