"""What others may use of the payments."""

from shopkeeper.payments.actions.settling import hear_notice, settle
from shopkeeper.payments.actions.tenders import ask_for_more, capture, put_up, refund, void
from shopkeeper.payments.actions.values import issue_value
from shopkeeper.payments.contracts import (
    Balance,
    GatewayAnswer,
    Means,
    Method,
    PaymentCard,
    StoredValueCard,
    TenderCard,
    Verdict,
)
from shopkeeper.payments.errors import MoreThanAuthorized, MoreThanCaptured, NotEnoughValue
from shopkeeper.payments.gateways.errands import run_errand
from shopkeeper.payments.queries import get_balance, list_payments, list_store_credit, list_tenders

__all__ = [
    "Balance", "GatewayAnswer", "Means", "Method", "MoreThanAuthorized", "MoreThanCaptured", "NotEnoughValue", "PaymentCard",
    "StoredValueCard", "TenderCard", "Verdict", "ask_for_more", "capture", "get_balance", "hear_notice", "issue_value",
    "list_payments", "list_store_credit", "list_tenders", "put_up", "refund", "run_errand", "settle", "void",
]  # fmt: skip
