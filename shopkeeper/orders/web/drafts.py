"""What somebody has said so far of a change of an order, with the ways in which it could come then."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shopkeeper.core.refusals import InvalidInput
from shopkeeper.orders.contracts import Address, BasketLine, How, OrderCard, OrderRevision
from shopkeeper.orders.queries.staying import count_supplied
from shopkeeper.orders.queries.ways import WayToCome, list_ways
from shopkeeper.orders.rules.baskets import MOST
from shopkeeper.orders.rules.bundles import find_broken
from shopkeeper.organization import public as organization

ADDRESS = ("name", "street", "postcode", "city")
LONGEST = {"name": 120, "street": 120, "postcode": 16, "city": 120}
_KEY = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been said so far; `way` is the one that was chosen of `ways`."""

    revision: OrderRevision
    address: Address
    added: BasketLine | None = None
    ways: tuple[WayToCome, ...] = ()
    way: WayToCome | None = None
    lacks_way: bool = False
    """A new address was said, and nobody has chosen how it gets there."""

    @property
    def changes_anything(self) -> bool:
        """Whether there is something to do."""
        wish = self.revision
        return bool(wish.quantities or wish.added or wish.address or wish.how)

    def list_broken(self, card: OrderCard) -> list[str]:
        """The bundles of which only some is canceled."""
        lines = {line.id: line.counters.ordered - line.counters.canceled for line in card.lines}
        return find_broken(card.lines, {key: max(0, lines[key] - n) for key, n in self.revision.quantities})

    @property
    def sealed(self) -> dict[str, Any]:
        """The offer, as the form that confirms it sends it back; a way without one goes by its name."""
        how = self.revision.how
        if how is None or not how.offer:
            return {"way": self.way.name} if self.way else {}
        return {"key": how.offer, "day": how.promised_on.isoformat() if how.promised_on else ""}


def read_draft(card: OrderCard, known: Address, told: QueryDict) -> Draft:
    """Pieces, an address, an offer under its key; what is not said stays as it is."""
    pieces = []
    for line in card.lines:
        text, kept = told.get(f"pieces:{line.id}", ""), line.counters.ordered - line.counters.canceled
        if text.isdigit() and int(text) <= MOST and int(text) != kept:
            pieces.append((line.id, int(text)))
    sku, count = told.get("sku", "").strip()[:80], told.get("count", "")
    added = BasketLine(sku, int(count)) if sku and count.isdigit() and 0 < int(count) <= MOST else None
    said = {name: told.get(name, getattr(known, name)).strip()[: LONGEST[name]] for name in ADDRESS}
    moves = any(said[name] != getattr(known, name) for name in ADDRESS)
    address = _elsewhere(known, said) if moves else known
    revision = OrderRevision(
        quantities=tuple(pieces), added=(added,) if added else (), address=address if moves else None,
        how=_sealed(told), why=told.get("why", "")[:200],
    )  # fmt: skip
    return Draft(revision, address, added)


def with_ways(draft: Draft, card: OrderCard, chosen: str, so_far: How, *, now: datetime) -> Draft:
    """The draft with every way there is. An address in another area keeps the service, if it goes there."""
    wanted = _wanted(card, draft)
    ways = list_ways(card.id, wanted, draft.address, channel=card.channel, now=now) if wanted else []
    way = next((one for one in ways if chosen and one.name == chosen), None)
    if way is None and draft.revision.address and so_far.service:
        same = (so_far.carrier_key, so_far.service)
        way = next((one for one in ways if (one.offer.carrier, one.offer.service) == same), None)
    revision = replace(draft.revision, how=way.how) if way else draft.revision
    return replace(draft, revision=revision, ways=tuple(ways), way=way)


def confirmed(draft: Draft, card: OrderCard, told: QueryDict, *, now: datetime) -> OrderRevision:
    """What is to be done; a way that has no offer to hold it is looked up as it is now.

    :raises InvalidInput: when it is not there any more
    """
    chosen = told.get("way", "")
    if draft.revision.how or not chosen:
        return draft.revision
    ways = list_ways(card.id, _wanted(card, draft), draft.address, channel=card.channel, now=now)
    way = next((one for one in ways if one.name == chosen), None)
    if way is None:
        raise InvalidInput(reason=_("How it can come has changed meanwhile. Choose again."))
    return replace(draft.revision, how=way.how)


def needs_way(card: OrderCard, draft: Draft) -> bool:
    """Whether some of it is sent by us; how a supplier's parcel comes is not chosen."""
    return bool(_wanted(card, draft))


def _wanted(card: OrderCard, draft: Draft) -> list[BasketLine]:
    pieces = Counter[str]()
    wanted, supplied = dict(draft.revision.quantities), count_supplied(card.id)
    for line in card.lines:
        kept = line.counters.ordered - line.counters.canceled
        elsewhere = line.counters.shipped + supplied.get(line.id, 0)
        pieces[line.sku] += max(0, wanted.get(line.id, kept) - elsewhere)
    for one in draft.revision.added:
        pieces[one.sku] += one.quantity
    return [BasketLine(sku, count) for sku, count in pieces.items() if count]


def _elsewhere(known: Address, said: dict[str, str]) -> Address:
    """In the same country; the region and the point on the map are known of the same area only."""
    country = known.country or organization.get_retailer().country
    name, street, postcode, city = (said[field] for field in ADDRESS)
    address = Address(name=name, street=street, postcode=postcode, city=city, country=country)
    return replace(address, region=known.region) if address.postcode_area == known.postcode_area else address


def _sealed(told: QueryDict) -> How | None:
    key, day = told.get("key", "")[:_KEY], told.get("day", "")
    try:
        return How(offer=key, promised_on=date.fromisoformat(day) if day else None) if key else None
    except ValueError:
        return How(offer=key)
