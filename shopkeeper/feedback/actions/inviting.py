"""Asking customers for their opinion: once about each thing, never against their word, never too often."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import yaml
from django.conf import settings
from django.core import signing
from django.urls import reverse

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.customers import public as customers
from shopkeeper.feedback.contracts import NewInvitation
from shopkeeper.feedback.errors import SurveyClosed
from shopkeeper.feedback.events import CustomerInvited
from shopkeeper.feedback.models import Feedback, Invitation
from shopkeeper.messages import public as messages
from shopkeeper.orders import public as orders
from shopkeeper.organization import public as organization

_TEXTS = yaml.safe_load((Path(__file__).parents[1] / "texts.yaml").read_text(encoding="utf-8"))
_ASKED = ("touchpoint", "sent_at", "customer_id", "record_id", "outlet_id", "order_id")
_SALT = "feedback.survey"


@action
def invite(*, order_id: UUID, touchpoint: str, by: Actor, now: datetime) -> UUID | None:
    """Ask the customer of an order about a touchpoint; gives the message, or None where there is nobody to ask.

    Whether it really goes out (consent, holds, how much they have been asked lately) is decided by the messages.
    """
    order = orders.find_order(order_id)
    customer = customers.find_customer_card(order.customer_id) if order and order.customer_id else None
    if order is None or customer is None:
        return None
    row, is_new = Invitation.objects.get_or_create(
        source="shopkeeper",
        source_key=f"{touchpoint}:{order.ref}",
        defaults={
            "recorded_at": now, "customer_id": customer.id, "touchpoint": touchpoint, "outlet_id": order.outlet_id,
            "order_id": order.id, "sent_at": now,
        },
    )  # fmt: skip
    if not is_new:
        return None
    _ensure_texts(by=by, now=now)
    values = {
        "name": customer.name or customer.number,
        "order": order.number,
        "link": settings.PUBLIC_URL + reverse("feedback:survey", args=[sign_invitation(row.id)]),
        "retailer": organization.get_retailer().name,
    }
    invited = CustomerInvited(invitation_id=row.id, customer_id=customer.id, touchpoint=touchpoint, order_id=order.id)
    announce(invited, by=by, now=now)
    return messages.queue_message(
        customer_id=customer.id, template=f"survey_{touchpoint}", ref=f"invitation:{row.id}", values=values, by=by,
        now=now,
    )  # fmt: skip


@action
def record_invitation(*, invitation: NewInvitation, by: Actor, now: datetime) -> UUID:
    """Write down that another system asked. The same source and key again changes nothing."""
    facts = {name: getattr(invitation, name) for name in _ASKED}
    row, is_new = Invitation.objects.get_or_create(
        source=invitation.source, source_key=invitation.source_key, defaults={"recorded_at": now, **facts}
    )
    if is_new and invitation.customer_id:
        invited = CustomerInvited(
            invitation_id=row.id, customer_id=invitation.customer_id, touchpoint=row.touchpoint,
            order_id=invitation.order_id,
        )  # fmt: skip
        announce(invited, by=by, now=now)
    return row.id


def sign_invitation(invitation_id: UUID) -> str:
    """The end of a survey's address: only whoever got the mail can know it."""
    return signing.dumps(str(invitation_id), salt=_SALT, compress=True)


def open_survey(token: str) -> Invitation:
    """The invitation behind a survey's address.

    :raises SurveyClosed: when the address is not ours, or the survey was answered
    """
    try:
        row = Invitation.objects.get(pk=signing.loads(token, salt=_SALT))
    except (signing.BadSignature, Invitation.DoesNotExist):
        raise SurveyClosed from None
    if Feedback.objects.filter(invitation=row).exists():
        raise SurveyClosed
    return row


def _ensure_texts(*, by: Actor, now: datetime) -> None:
    for text in _TEXTS:
        messages.offer_text(**text, by=by, now=now)
