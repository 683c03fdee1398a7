"""Stock in words: how sure a number is, how old, why something is to be counted."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from shopkeeper.core.components import Filter
from shopkeeper.core.words import write_minutes
from shopkeeper.inventory.contracts import Confidence, LocationKind, MovementKind
from shopkeeper.inventory.models import BufferRule
from shopkeeper.inventory.queries.network import Network

KINDS = {
    LocationKind.STORE: gettext_noop("Store"),
    LocationKind.WAREHOUSE: gettext_noop("Warehouse"),
    LocationKind.SUPPLIER: gettext_noop("Supplier's stock"),
    LocationKind.TRANSIT: gettext_noop("On the road"),
}
ALL_OF_A_KIND = {
    LocationKind.STORE: gettext_noop("all stores"),
    LocationKind.WAREHOUSE: gettext_noop("all warehouses"),
    LocationKind.SUPPLIER: gettext_noop("all suppliers"),
}
CONFIDENCES = {
    Confidence.SURE: gettext_noop("sure"),
    Confidence.PROBABLY: gettext_noop("probably there"),
    Confidence.CALL_FIRST: gettext_noop("look before you promise"),
    Confidence.UNKNOWN: gettext_noop("not known"),
}
PUBLIC_STATES = {
    "plenty": gettext_noop("In stock"),
    "few": gettext_noop("Only a few left"),
    "none": gettext_noop("Not in stock"),
    "call_first": gettext_noop("Probably there, please call first"),
    "unknown": gettext_noop("Not known just now, please call"),
}
WHY_COUNT = {
    "short": gettext_noop("Promised pieces are missing."),
    "below_zero": gettext_noop("The record says less than none."),
    "missed": gettext_noop("Promised pieces were not found here."),
    "doubtful": gettext_noop("The record was wrong here of late."),
}
WHY_HELD = {
    "unknown_sku": gettext_noop("No product has this SKU yet."),
    "unknown_location": gettext_noop("No location has this code yet."),
    "no_reason": gettext_noop("It would leave fewer than none and does not say why. Give a reason, or count."),
    "kept_by_name": gettext_noop(
        "Pieces are kept and let go for a name, not told as movements: send a reservation"
        " (POST /api/reservations), or its release, and leave this one out."
    ),
    "implausible": gettext_noop("This cannot have happened like that: look at its quantity and its time."),
}
COUNTERS = {
    "on_hand": gettext_noop("there"), "reserved": gettext_noop("kept"), "damaged": gettext_noop("damaged"),
    "held": gettext_noop("put aside"), "display": gettext_noop("on display"),
    "open": gettext_noop("kept, by its reservations"),
}  # fmt: skip
"""The counters of a position, as the checker names them."""
MOVEMENTS = {
    MovementKind.RECEIVE: gettext_noop("received"), MovementKind.SELL: gettext_noop("sold"),
    MovementKind.RETURN: gettext_noop("came back"), MovementKind.TRANSFER_OUT: gettext_noop("sent on"),
    MovementKind.TRANSFER_IN: gettext_noop("arrived"), MovementKind.ADJUST: gettext_noop("corrected"),
    MovementKind.COUNT: gettext_noop("counted"), MovementKind.DAMAGE: gettext_noop("damaged"),
    MovementKind.MEND: gettext_noop("mended"), MovementKind.DISPOSE: gettext_noop("thrown away"),
    MovementKind.HOLD: gettext_noop("put aside"), MovementKind.UNHOLD: gettext_noop("put back"),
    MovementKind.DISPLAY: gettext_noop("put on display"), MovementKind.UNDISPLAY: gettext_noop("taken off display"),
    MovementKind.SHORT: gettext_noop("not found"), MovementKind.RESERVE: gettext_noop("kept"),
    MovementKind.RELEASE: gettext_noop("released"),
}  # fmt: skip

OWN_REFS = {"suggestion": gettext_noop("to be sent on"), "transfer": gettext_noop("to be sent on")}
"""Refs under which the stock itself looks for pieces, or keeps them."""


def write_age(seconds: int | None) -> str:
    """How old a number is: `4 min old`."""
    if seconds is None:
        return _("never heard of")
    return _("just now") if seconds < 60 else _("%(span)s old") % {"span": write_minutes(seconds / 60)}


def write_where(rule: BufferRule) -> str:
    """`Leeds`, `all suppliers`, or `everywhere`."""
    if rule.location is not None:
        return rule.location.name
    return _(ALL_OF_A_KIND[LocationKind(rule.place_kind)]) if rule.place_kind else _("everywhere")


def sum_up(network: Network) -> str:
    """What all of it means, in a sentence or two."""
    if not network.available:
        return _("Nothing can be promised just now.")
    places = sum(place.stock.available > 0 for place in network.places)
    pieces = ngettext("%(n)s piece", "%(n)s pieces", network.available) % {"n": network.available}
    words = ngettext(
        "%(pieces)s can be promised, in %(places)s place.", "%(pieces)s can be promised, in %(places)s places.", places
    ) % {"pieces": pieces, "places": places}
    if not network.collectable:
        return words
    today = ngettext("Ready to collect today in %(n)s store.", "Ready to collect today in %(n)s stores.",
                     network.collectable) % {"n": network.collectable}  # fmt: skip
    return f"{words} {today}"


def kind_filters(chosen: str) -> list[Filter]:
    """All locations, or those of one kind."""
    some = [Filter(label=_(words), url=f"?kind={kind}", is_on=chosen == kind) for kind, words in KINDS.items()]
    return [Filter(label=_("All"), url="?", is_on=not chosen), *some]
