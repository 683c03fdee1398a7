"""How messages are worded on pages."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy

from shopkeeper.core.components import Tone
from shopkeeper.messages.contracts import HeldBack, MessageCard, MessageState
from shopkeeper.messages.customer_facts import WHY

STATES: dict[MessageState, tuple[Any, Tone, str]] = {
    MessageState.WAITING: (gettext_lazy("Waiting"), "", "clock"),
    MessageState.SENT: (gettext_lazy("Sent"), "good", "check"),
    MessageState.KEPT: (gettext_lazy("Kept here"), "warn", "folder"),
    MessageState.FAILED: (gettext_lazy("Given up"), "bad", "circle-x"),
    MessageState.HELD_BACK: (gettext_lazy("Held back"), "", "hand"),
}
"""State to its word, its tone and its icon."""


def reason_of(card: MessageCard) -> str:
    """Why a message was held back; nothing for the others."""
    return gettext(WHY[HeldBack(card.held_back)]) if card.held_back else ""
