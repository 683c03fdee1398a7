"""Requests of people about their data: what waits, what was asked, and the letters about them."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import F
from django.urls import reverse

from shopkeeper.customers.errors import LinkClosed, RequestNotFound
from shopkeeper.customers.models import Erasure, PrivacyRequest
from shopkeeper.customers.queries.consents import find_contact_point
from shopkeeper.customers.queries.identity import get_customer_cards, ids_of, survivor_of
from shopkeeper.customers.queries.own_pages import list_people_at
from shopkeeper.customers.rules.requests import EXPORTS, RequestCard, RequestKind, RequestLetter

_SALT = "customers.request"
_SAME = (
    "kind", "wish", "asked_at", "asked_by", "due_on", "checked_at", "check_reason", "extended_at", "extension_reason",
    "settled_at", "outcome", "reason", "download_until",
)  # fmt: skip


def list_requests(*, limit: int = 200) -> list[RequestCard]:
    """Those that are open by their deadline, then those that were settled, the latest first."""
    rows = PrivacyRequest.objects.order_by(F("settled_at").desc(nulls_first=True), "due_on")[:limit]
    return _cards(list(rows))


def list_open_requests() -> list[RequestCard]:
    """All that wait, the most urgent first."""
    return _cards(list(PrivacyRequest.objects.filter(settled_at=None).order_by("due_on", "asked_at")))


def list_requests_of(customer_id: UUID) -> list[RequestCard]:
    """What one person asked for, the latest first."""
    return _cards(list(PrivacyRequest.objects.filter(customer__in=ids_of(customer_id)).order_by("-asked_at")))


def get_request(request_id: UUID) -> RequestCard:
    """One request.

    :raises RequestNotFound: when there is none
    """
    rows = list(PrivacyRequest.objects.filter(pk=request_id))
    if not rows:
        raise RequestNotFound(key=request_id)
    return _cards(rows)[0]


def find_private_point(customer_id: UUID) -> str:
    """The e-mail address that is this person's alone; empty where there is none, or a family shares it."""
    point = find_contact_point(customer_id, "email")
    return point if point and len(list_people_at(point)) == 1 else ""


def find_request_letter(request_id: UUID, *, now: datetime) -> RequestLetter | None:
    """What the person is to be told now; None where they cannot be written to, or there is nothing to say."""
    row = PrivacyRequest.objects.filter(pk=request_id).first()
    point = find_private_point(row.customer_id) if row else ""
    if row is None or not point:
        return None
    about = _about(row)
    path = {"check": "customers:request_check", "export": "customers:request_download"}.get(about, "")
    values = {
        "due": f"{row.due_on.day} {row.due_on:%B %Y}", "reason": row.reason or row.extension_reason or "-",
        "link": settings.PUBLIC_URL + reverse(path, args=[sign_request(row.id)]) if path else "-",
    }  # fmt: skip
    return RequestLetter(survivor_of(row.customer_id), about, point, values)


def _about(row: PrivacyRequest) -> str:
    if row.settled_at is None:
        return "received" if row.checked_at else "check"
    if row.outcome == "refused":
        return "refused"
    return "export" if row.kind in EXPORTS else "done"


def sign_request(request_id: UUID) -> str:
    """The end of an address about a request: only whoever got the mail can know it."""
    return signing.dumps(str(request_id), salt=_SALT, compress=True)


def open_request_link(token: str) -> PrivacyRequest:
    """The request behind an address.

    :raises LinkClosed: when it is not ours, or the person was erased
    """
    try:
        row = PrivacyRequest.objects.get(pk=signing.loads(token, salt=_SALT))
    except (signing.BadSignature, PrivacyRequest.DoesNotExist):
        raise LinkClosed from None
    if Erasure.objects.filter(customer__in=ids_of(row.customer_id)).exists():
        raise LinkClosed
    return row


def _cards(rows: list[PrivacyRequest]) -> list[RequestCard]:
    people = get_customer_cards(row.customer_id for row in rows)
    cards = []
    for row in rows:
        person = people.get(row.customer_id)
        same = {name: getattr(row, name) for name in _SAME} | {"kind": RequestKind(row.kind)}
        who = (person.id, person.number, person.name) if person else (row.customer_id, "", "")
        cards.append(RequestCard(id=row.id, customer_id=who[0], customer_number=who[1], customer_name=who[2], **same))
    return cards
