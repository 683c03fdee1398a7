"""Suggested transfers leave: as many pieces as somebody found, and what becomes of those that they did not send."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.inventory.actions.looked import Looked, take_off_shelf, write_looked
from shopkeeper.inventory.actions.suggestions import carry_out, dismiss, lock_suggestion
from shopkeeper.inventory.errors import MoreThanOrdered, SuggestionNotFound
from shopkeeper.inventory.models import Suggestion


class Rest(StrEnum):
    """What becomes of wanted pieces that do not leave now."""

    LATER = "later"
    MISSING = "missing"
    STAYS = "stays"


@action
def send_suggested(*, suggestion_id: UUID, pieces: int, rest: Rest, by: Actor, now: datetime) -> int:
    """So many pieces of an accepted transfer leave now. The others wait to be sent later, or stay, or were not found:
    then they leave the record, and a count is due. What was looked for teaches how far the record can be trusted.

    Gives how many wait to be sent.

    :raises SuggestionNotFound: when nothing is to be sent
    :raises MoreThanOrdered: when more leave than are wanted
    :raises NotEnoughStock: when fewer are free at the origin
    """
    row = lock_suggestion(suggestion_id)
    if row.origin is None:
        raise SuggestionNotFound(what="suggestion", key=suggestion_id)
    if not 0 <= pieces <= row.quantity:
        raise MoreThanOrdered(open=row.quantity, sku=row.product.sku)
    left = row.quantity - pieces
    missing = left if rest is Rest.MISSING else 0
    looked = Looked(f"suggestion:{row.id}", row.product_id, row.origin.id, pieces + missing, missing, now)
    waits = left if rest is Rest.LATER else 0
    if pieces:
        carry_out(suggestion_id=row.id, quantity=pieces, by=by, now=now)
    elif not waits:
        dismiss(suggestion_id=row.id, by=by, now=now)
    if pieces and waits:
        _keep_for_later(row, waits)
    if looked.wanted:
        write_looked([looked], by=by, now=now)
    if missing:
        take_off_shelf(looked, by=by, now=now)
    return waits


def _keep_for_later(row: Suggestion, pieces: int) -> None:
    """A suggestion of its own: the one before it is over."""
    row.pk, row.quantity = new_id(), pieces
    row.save(force_insert=True)
