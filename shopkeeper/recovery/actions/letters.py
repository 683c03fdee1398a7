"""What recovery asks of `messages`: apologies by mail, and silence from everybody else while a case is open."""

from datetime import datetime

from django.utils.translation import gettext as _

from shopkeeper.core.actors import Actor
from shopkeeper.customers import public as customers
from shopkeeper.messages import public as messages
from shopkeeper.organization import public as organization
from shopkeeper.recovery.errors import CannotWrite, NothingToSay
from shopkeeper.recovery.models import Case

BY_MAIL = "email"
APOLOGY = "recovery.apology"


def send_apology(case: Case, *, text: str, by: Actor, now: datetime) -> None:
    """Queue the apology of a case, in the words of whoever apologizes.

    :raises NothingToSay: without words
    :raises CannotWrite: when we know no address of the customer
    """
    if not text:
        raise NothingToSay
    if not customers.find_contact_point(case.customer_id, BY_MAIL):
        raise CannotWrite
    retailer = organization.get_retailer()
    messages.offer_text(
        code=APOLOGY, language=retailer.language, channel=BY_MAIL, purpose=customers.Purpose.SERVICE,
        subject=_("We are sorry"), body="{text}", by=by, now=now,
    )  # fmt: skip
    messages.queue_message(
        customer_id=case.customer_id, template=APOLOGY, ref=f"case:{case.number}", values={"text": text},
        channel=BY_MAIL, by=by, now=now,
    )  # fmt: skip


def hold_others(case: Case, *, by: Actor, now: datetime) -> None:
    """Nobody gets advertisements or surveys while something is being put right for them."""
    messages.hold_messages(
        customer_id=case.customer_id, purposes=[customers.Purpose.MARKETING, customers.Purpose.SURVEY],
        ref=f"case:{case.number}", reason="open_case", by=by, now=now,
    )  # fmt: skip


def release_others(case: Case, *, by: Actor, now: datetime) -> None:
    """The case is over: others may write again."""
    messages.release_holds(ref=f"case:{case.number}", by=by, now=now)
