"""What became of the parcels of an order on the packer's table."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.components import StoryEntry
from shopkeeper.orders.contracts import OrderCard, VoidWhy
from shopkeeper.orders.models import Packing
from shopkeeper.orders.stories.deciders import SIGNED

VOID = {
    VoidWhy.ELSEWHERE: gettext_noop("Its label is void: it goes to another address"),
    VoidWhy.FEWER_PIECES: gettext_noop("To be opened again: it has pieces that were canceled"),
    VoidWhy.CALLED_BACK: gettext_noop("To be opened again: it does not leave"),
}


def _packings(card: OrderCard, now: datetime) -> list[StoryEntry]:
    return [entry for row in Packing.objects.filter(parcel__ref=card.ref) for entry in _tell(row)]


def _tell(row: Packing) -> Iterator[StoryEntry]:
    yield StoryEntry(at=row.packed_at, icon="package-check", title=_("Packed"), where=row.packed_by, where_icon=SIGNED)
    if row.void_why and row.undone_at:
        title = _(VOID[VoidWhy(row.void_why)])
        yield StoryEntry(
            at=row.undone_at, icon="package-open", title=title, tone="warn", where=row.undone_by, where_icon=SIGNED
        )
    if row.void_why == VoidWhy.CALLED_BACK and row.opened_at:
        title = _("The parcel was opened, and its pieces put back")
        yield StoryEntry(at=row.opened_at, icon="package-open", title=title, where=row.opened_by, where_icon=SIGNED)


PARTS = (_packings,)
