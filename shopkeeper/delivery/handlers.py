"""What the delivery does when it hears of something. Each is harmless when repeated."""

from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.delivery.events import LabelAsked, LabelVoided, StopAsked
from shopkeeper.delivery.partners import trial  # noqa: F401  offers itself
from shopkeeper.delivery.partners.errands import ask_to_stop_at_carrier, fetch_label, void_at_carrier


@on(StopAsked)
def ask_the_carrier_to_stop(heard: Announcement) -> None:
    """The wish is committed: only now may the carrier know."""
    by = system_actor("delivery.stop_asked")
    ask_to_stop_at_carrier(stop_id=heard.event.stop_id, by=by, now=heard.recorded_at)


@on(LabelAsked)
def ask_the_carrier_for_a_label(heard: Announcement) -> None:
    """The same for a label."""
    fetch_label(label_id=heard.event.label_id, by=system_actor("delivery.label_asked"), now=heard.recorded_at)


@on(LabelVoided)
def tell_the_carrier_that_a_label_is_void(heard: Announcement) -> None:
    """Nobody is to bill for it."""
    by = system_actor("delivery.label_voided")
    void_at_carrier(label_id=heard.event.label_id, by=by, now=heard.recorded_at)
