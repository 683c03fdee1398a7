"""What others may use of the messages."""

from shopkeeper.messages.actions import hold_messages, offer_text, queue_message, release_holds
from shopkeeper.messages.carriers import connect
from shopkeeper.messages.contracts import HeldBack, MessageCard, MessageState
from shopkeeper.messages.errors import ChannelNotConfigured, PlaceholdersMissing, TemplateNotFound
from shopkeeper.messages.queries import is_held, list_messages_about, list_messages_to

__all__ = [
    "ChannelNotConfigured",
    "HeldBack",
    "MessageCard",
    "MessageState",
    "PlaceholdersMissing",
    "TemplateNotFound",
    "connect",
    "hold_messages",
    "is_held",
    "list_messages_about",
    "list_messages_to",
    "offer_text",
    "queue_message",
    "release_holds",
]
