"""The only way from an untrusted id to a message."""

from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.messages.contracts import MessageCard
from shopkeeper.messages.errors import MessageNotFound
from shopkeeper.messages.models import Message
from shopkeeper.messages.queries import card_of


def access_message(by: Actor, message_id: UUID) -> MessageCard:
    """The message, for those who may read all mail.

    :raises NotPermitted: when `by` may not
    :raises MessageNotFound: when there is none
    """
    by.require("messages.view_outbox")
    row = Message.objects.filter(pk=message_id).first()
    if row is None:
        raise MessageNotFound(key=message_id)
    return card_of(row)
