"""What somebody says on their own page: yes, no, how to be reached, not for a while."""

from datetime import date, datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.customers.actions.consents import record_consent
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.actions.stating import Said, write_statement
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.models import ContactChoice, OwnLink
from shopkeeper.customers.queries.consents import find_contact_point
from shopkeeper.customers.queries.identity import survivor_of
from shopkeeper.customers.rules.opt_ins import is_same_point

_WORDING = "own_page/1"


@action
def choose_consent(
    *, link_id: UUID, purpose: Purpose, channel: str, brand: str, state: ConsentState, by: Actor, now: datetime
) -> bool:
    """What a person says for themselves; gives whether it is in force.

    Who came by a link to the very address that is meant has shown already that it is theirs; any other has to be
    confirmed where a yes has to be.
    """
    link = OwnLink.objects.get(pk=link_id)
    person = survivor_of(link.customer_id)
    point = find_contact_point(person, channel)
    said = Said(
        purpose=purpose, state=state, channel=channel, brand=brand, text_version=_WORDING, proof=f"own_link:{link.id}",
        contact_point=point if state is ConsentState.GRANTED else "",
    )  # fmt: skip
    if channel == link.channel and is_same_point(channel, point, link.contact_point):
        write_statement(person, said, by=by, now=now)
        return True
    written = record_consent(
        customer_id=person, purpose=purpose, state=state, channel=channel, brand=brand, text_version=_WORDING,
        proof=said.proof, contact_point=said.contact_point, by=by, now=now,
    )  # fmt: skip
    return written is not None


@action
def choose_contact(
    *, customer_id: UUID, preferred_channel: str, quiet_until: date | None, by: Actor, now: datetime,
    record_id: UUID | None = None,
) -> None:  # fmt: skip
    """How somebody wants to be reached from now on; it replaces what they said before."""
    ContactChoice.objects.create(
        customer_id=survivor_of(customer_id), record_id=record_id, preferred_channel=preferred_channel,
        quiet_until=quiet_until, said_by=sign(by), said_at=now,
    )  # fmt: skip
