"""Deliveries in words."""

from django.utils.translation import gettext, gettext_noop

from shopkeeper.delivery.contracts import ServiceKind, TrackingStatus

STATUSES: dict[str, str] = {
    TrackingStatus.LABEL: gettext_noop("Announced to the carrier"),
    TrackingStatus.IN_TRANSIT: gettext_noop("On its way"),
    TrackingStatus.OUT_FOR_DELIVERY: gettext_noop("Out for delivery"),
    TrackingStatus.ATTEMPTED: gettext_noop("Delivery attempted, nobody there"),
    TrackingStatus.EXCEPTION: gettext_noop("Held up"),
    TrackingStatus.DELIVERED: gettext_noop("Delivered"),
    TrackingStatus.RETURNED: gettext_noop("Sent back"),
    TrackingStatus.NOTE: gettext_noop("Note of the carrier"),
}


def status_in_words(status: str) -> str:
    """`out_for_delivery`: out for delivery."""
    return gettext(STATUSES[status]) if status in STATUSES else status


ADAPTER_WORDS: dict[str, str] = {
    "events": gettext_noop("a flat list of events"),
    "checkpoints": gettext_noop("parcels, each with its checkpoints"),
    "consignments": gettext_noop("consignments of several parcels"),
}


STEPS = {
    "prepared": gettext_noop("Being prepared"),
    "on_its_way": gettext_noop("With the carrier"),
    "out_for_delivery": gettext_noop("Out for delivery"),
    "delivered": gettext_noop("Delivered"),
}
KINDS: dict[str, str] = {
    ServiceKind.SAME_DAY: gettext_noop("Same day"),
    ServiceKind.NEXT_DAY: gettext_noop("Next day"),
    ServiceKind.NOMINATED_DAY: gettext_noop("Day of choice"),
    ServiceKind.LOCKER: gettext_noop("Locker"),
    ServiceKind.STANDARD: gettext_noop("Standard"),
    ServiceKind.COLLECT: gettext_noop("Collect from a store"),
}
WEEKDAYS = (
    gettext_noop("Mon"), gettext_noop("Tue"), gettext_noop("Wed"), gettext_noop("Thu"), gettext_noop("Fri"),
    gettext_noop("Sat"), gettext_noop("Sun"),
)  # fmt: skip
HARMS = {
    "lost": gettext_noop("lost"),
    "damaged": gettext_noop("damaged"),
    "late": gettext_noop("late"),
}
TABS = (
    ("delivery:carriers", gettext_noop("Carriers"), "truck"),
    ("delivery:at_risk", gettext_noop("Likely late"), "alarm-clock"),
    ("delivery:claims", gettext_noop("Claims"), "receipt"),
    ("delivery:what_if", gettext_noop("What if"), "route"),
    ("delivery:services", gettext_noop("Services and prices"), "calendar-clock"),
)
