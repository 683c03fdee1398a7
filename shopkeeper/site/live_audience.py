"""The open pages: what each of them shows, and what waits to be said to it."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from shopkeeper.core.live import View

EVERYTHING: Final = "*"
STOCK: Final = "stock"
_WAITING_AT_MOST = 50
THE_END: Final = b""


@dataclass(frozen=True, slots=True)
class Shown:
    """A fragment on a page: which one, and of what."""

    name: str
    key: str


def event(topic: str) -> bytes:
    """The news that something under a topic changed."""
    return f"data: {topic}\n\n".encode()


class Page:
    """An open page: who reads it, what it shows, and what waits to be said to it."""

    def __init__(
        self,
        products: frozenset[str] = frozenset(),
        fragments: frozenset[Shown] = frozenset(),
        *,
        session: str = "",
        language: str = "",
    ) -> None:
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue()
        self.products, self.fragments = products, fragments
        self.session, self.language = session, language
        self.view: View | None = None
        """How its reader sees fragments; None until that was looked up."""

    def say(self, news: bytes) -> None:
        """One more piece of news; a page that lags is told to refresh everything instead."""
        lags = self.waiting.qsize() >= _WAITING_AT_MOST
        while lags and not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(event(EVERYTHING) if lags else news)

    def close(self) -> None:
        """Say nothing more."""
        while not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(THE_END)


class Audience:
    """The open pages, and by product those that show its stock."""

    def __init__(self) -> None:
        self.pages: set[Page] = set()
        self._by_topic: dict[str, set[Page]] = defaultdict(set)
        self._by_fragment: dict[str, set[Page]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self.pages)

    def tell(self, topic: str) -> None:
        """Pass a topic on to every page."""
        for page in self.pages:
            page.say(event(topic))

    def tell_stock(self, products: frozenset[str]) -> None:
        """Pass changes of stock on to pages that ask for these products by themselves, and to no others."""
        for product in products & self._by_topic.keys():
            for page in self._by_topic[product]:
                page.say(event(f"{STOCK}:{product}"))

    def products(self) -> frozenset[str]:
        """All products whose stock somebody looks at."""
        return frozenset(self._by_topic.keys() | self._by_fragment.keys())

    def showing(self, products: frozenset[str]) -> dict[Page, set[Shown]]:
        """Pages with a fragment of these products, and which."""
        found: dict[Page, set[Shown]] = defaultdict(set)
        for product in products & self._by_fragment.keys():
            for page in self._by_fragment[product]:
                found[page] |= {shown for shown in page.fragments if shown.key == product}
        return found

    def join(self, page: Page) -> Page:
        """A page that was opened."""
        self.pages.add(page)
        for product in page.products:
            self._by_topic[product].add(page)
        for shown in page.fragments:
            self._by_fragment[shown.key].add(page)
        return page

    def leave(self, page: Page) -> None:
        """A page that was closed."""
        self.pages.discard(page)
        keys = {shown.key for shown in page.fragments}
        for shown_by, left in ((self._by_topic, page.products), (self._by_fragment, keys)):
            for product in left:
                shown_by[product].discard(page)
                if not shown_by[product]:
                    del shown_by[product]
