"""What can be asked of a change at all."""

from collections.abc import Mapping
from uuid import UUID

from shopkeeper.orders.contracts import Address, OrderRevision
from shopkeeper.orders.errors import AddressIncomplete, NothingDifferent


def check_revision(wish: OrderRevision, *, kept: Mapping[UUID, int], goes_to: Address) -> None:
    """A change makes something different, and a new address is written down in full.

    `kept`: how many pieces of each line are wanted so far; `goes_to`: where the order goes so far.

    :raises NothingDifferent: when all would stay as it is
    :raises AddressIncomplete: when street, postcode or town is missing
    """
    is_as_before = all(pieces == kept.get(line) for line, pieces in wish.quantities)
    stays = wish.address is None or wish.address == goes_to
    if is_as_before and stays and not (wish.added or wish.promised_on or wish.how):
        raise NothingDifferent
    said = wish.address
    if said and not stays and not all(part.strip() for part in (said.street, said.postcode, said.city)):
        raise AddressIncomplete
