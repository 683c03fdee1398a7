"""The site as a Django app, and Django's flash messages under a label that leaves `messages` to our module."""

from django.apps import AppConfig
from django.contrib.messages.apps import MessagesConfig

from shopkeeper.site.chips import register_chips


class SiteConfig(AppConfig):
    """Assembles, decides nothing."""

    name = "shopkeeper.site"
    label = "site"

    def ready(self) -> None:
        """Give each kind of thing its one look."""
        register_chips()


class FlashMessages(MessagesConfig):
    """One-time notices on a page."""

    label = "flash"
