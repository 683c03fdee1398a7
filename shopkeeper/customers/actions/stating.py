"""Writing down one statement that a person made to us."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.customers.contracts import ConsentState, Purpose
from shopkeeper.customers.events import ConsentStated
from shopkeeper.customers.models import Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said: yes or no, to what, by which channel and for which brand (empty: all)."""

    purpose: Purpose
    state: ConsentState
    channel: str = ""
    brand: str = ""
    contact_point: str = ""
    text_version: str = ""
    proof: str = ""


def write_statement(customer_id: UUID, said: Said, *, by: Actor, now: datetime) -> UUID:
    """In force from `now` on; gives the row's id."""
    row = Consent(
        id=new_id(), customer_id=customer_id, purpose=said.purpose, state=said.state, channel=said.channel,
        brand=said.brand, contact_point=said.contact_point, text_version=said.text_version,
        proof=said.proof or f"{by.kind}:{by.id}", occurred_at=now, recorded_at=now,
    )  # fmt: skip
    row.source_key = str(row.id)
    row.save(force_insert=True)
    stated = ConsentStated(
        customer_id=customer_id, purpose=said.purpose, channel=said.channel, state=said.state, occurred_at=now
    )
    announce(stated, by=by, now=now)
    return row.id
