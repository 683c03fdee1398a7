"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class MessagesConfig(ModuleConfig):
    """Outgoing mail, SMS and letters: templates, outbox, consent gate, fatigue, holds."""

    name = "shopkeeper.messages"
    label = "messages"
