"""Sending fragments to open pages: each is drawn once for all who see it alike, however many pages show it."""

import asyncio
import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import batched

from shopkeeper.core.live import View, is_offered
from shopkeeper.site.live_audience import EVERYTHING, Audience, Page, Shown, event
from shopkeeper.site.live_readers import draw_for

_REST = 0.1
"""Seconds between two drawings, in which a burst of changes gathers."""
_OPENING = 15.0
"""A page that was made before a change and heard of nothing until after it is sent what changed these seconds ago."""
_AT_ONCE = 25
"""Fragments that are drawn before the first of them are sent."""
_MANY_CHANGES = 10_000
log = logging.getLogger(__name__)

Group = dict[tuple[View, str], dict[str, list[Page]]]
"""By view and name of the fragment: its keys, each with the pages that show it."""


class Painter:
    """Knows which fragments are stale on which page, and replaces them."""

    def __init__(self, audience: Audience) -> None:
        self._audience = audience
        self._stale: dict[Page, set[Shown]] = defaultdict(set)
        self._changed_at: dict[str, float] = {}
        self._wake = asyncio.Event()

    def note(self, products: frozenset[str]) -> None:
        """The stock of these products changed just now."""
        now = time.monotonic()
        if len(self._changed_at) > _MANY_CHANGES:
            self._changed_at = {key: at for key, at in self._changed_at.items() if now - at < _OPENING}
        self._changed_at |= dict.fromkeys(products, now)
        for page, shown in self._audience.showing(products).items():
            self._stale[page] |= shown
        self._wake.set()

    def welcome(self, page: Page) -> None:
        """A page whose reader is known by now: what changed while it was opened is stale there."""
        before = time.monotonic() - _OPENING
        self._stale[page] |= {shown for shown in page.fragments if self._changed_at.get(shown.key, 0) > before}
        self._wake.set()

    def forget(self, page: Page) -> None:
        """A page that was closed."""
        self._stale.pop(page, None)

    async def run(self) -> None:
        """Draw for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            for (view, name), pages in self._take().items():
                for keys in batched(pages, _AT_ONCE):
                    await self._draw(view, name, {key: pages[key] for key in keys})
            await asyncio.sleep(_REST)

    def _take(self) -> Group:
        """What is stale on pages whose readers are known; the others wait."""
        groups: Group = defaultdict(lambda: defaultdict(list))
        for page in list(self._stale):
            if page.view is None:
                continue
            for shown in self._stale.pop(page):
                groups[page.view, shown.name][shown.key].append(page)
        return groups

    async def _draw(self, view: View, name: str, pages: dict[str, list[Page]]) -> None:
        try:
            drawn: Mapping[str, str | None] = await asyncio.to_thread(draw_for, view, name, list(pages))
        except Exception:
            log.exception("a fragment could not be drawn; pages ask by themselves")
            drawn = dict.fromkeys(pages)
        for key, text in drawn.items():
            news = _replacement(name, key, text) if text else event(EVERYTHING)
            for page in pages[key]:
                page.say(news)


def _replacement(name: str, key: str, text: str) -> bytes:
    told = json.dumps({"fragment": f"{name}:{key}", "html": text})
    return f"event: fragment\ndata: {told}\n\n".encode()


def read_shown(asked: Iterable[str]) -> frozenset[Shown]:
    """Fragments as a page names them, `inventory.availability:6f1c…`; those that nobody offers are left out."""
    pairs = (text.partition(":") for text in asked)
    return frozenset(Shown(name, key) for name, _, key in pairs if key and is_offered(name))
