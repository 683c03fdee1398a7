"""The site as a Django app, and Django's flash messages under a label that leaves `messages` to our module."""

from django.contrib.messages.apps import MessagesConfig

from shopkeeper.core.modules import ModuleConfig
from shopkeeper.core.web.shell import offer
from shopkeeper.site.chips import register_chips
from shopkeeper.site.live_address import live_url


class SiteConfig(ModuleConfig):
    """Assembles, decides nothing."""

    name = "shopkeeper.site"
    label = "site"

    def ready(self) -> None:
        """Give each kind of thing its one look, and every page the address of live events."""
        super().ready()
        register_chips()
        offer("live_url", live_url)


class FlashMessages(MessagesConfig):
    """One-time notices on a page."""

    label = "flash"
