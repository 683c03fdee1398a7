"""What others may use of the payments."""

from shopkeeper.payments.actions.settling import hear_notice, settle
from shopkeeper.payments.actions.tenders import ask_for_more, capture, note_refund, put_up, refund, void
from shopkeeper.payments.actions.values import issue_value, take_back_value
from shopkeeper.payments.contracts import (
    Balance,
    GatewayAnswer,
    Means,
    Method,
    PaymentCard,
    StoredValueCard,
    TenderCard,
    Told,
    Verdict,
)
from shopkeeper.payments.errors import (
    MeansDoNotAddUp,
    MeansMissing,
    MoreThanAuthorized,
    MoreThanCaptured,
    NotEnoughValue,
)
from shopkeeper.payments.gateways import name_card_fields
from shopkeeper.payments.gateways.errands import run_errand
from shopkeeper.payments.queries import (
    can_ask_card_again,
    get_balance,
    get_told,
    list_payments,
    list_store_credit,
    list_tenders,
)
from shopkeeper.payments.rules import check_amount

__all__ = [
    "Balance", "GatewayAnswer", "Means", "MeansDoNotAddUp", "MeansMissing", "Method", "MoreThanAuthorized", "MoreThanCaptured",
    "NotEnoughValue", "PaymentCard", "StoredValueCard", "TenderCard", "Told", "Verdict", "ask_for_more",
    "can_ask_card_again", "capture", "check_amount", "get_balance", "get_told", "hear_notice", "issue_value",
    "list_payments", "list_store_credit", "list_tenders", "name_card_fields", "note_refund", "put_up", "refund",
    "run_errand", "settle", "take_back_value", "void",
]  # fmt: skip
