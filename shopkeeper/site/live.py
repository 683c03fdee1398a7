"""Server-sent events for open pages: one LISTEN connection of this process, fanned out to all who are signed in."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from shopkeeper.core.live import CHANNEL
from shopkeeper.site.live_sessions import Sessions

EVERYTHING = "*"
STOCK_CHANNEL = "shopkeeper_stock"
"""What the inventory tells: ids of products, or `*` after a great many changes."""
_HEARTBEAT = 20.0
_WAITING_AT_MOST = 50
_PRODUCTS_AT_MOST = 200

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
log = logging.getLogger(__name__)


class Page:
    """An open page: what waits to be told, and the products whose stock it shows."""

    def __init__(self, products: frozenset[str] = frozenset()) -> None:
        self.waiting: asyncio.Queue[str] = asyncio.Queue()
        self.products = products

    def tell(self, topic: str) -> None:
        """One more topic; a page that lags is told to refresh everything instead."""
        lags = self.waiting.qsize() >= _WAITING_AT_MOST
        while lags and not self.waiting.empty():
            self.waiting.get_nowait()
        self.waiting.put_nowait(EVERYTHING if lags else topic)


class Audience:
    """The open pages."""

    def __init__(self) -> None:
        self._pages: set[Page] = set()
        self._showing: dict[str, set[Page]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._pages)

    def tell(self, topic: str) -> None:
        """Pass a topic on to every page."""
        for page in self._pages:
            page.tell(topic)

    def tell_stock(self, payload: str) -> None:
        """Pass changes of stock on to the pages that show these products, and to no others."""
        if payload == EVERYTHING:
            for page in {page for pages in self._showing.values() for page in pages}:
                page.tell("stock")
            return
        for product in payload.split(","):
            for page in self._showing.get(product, ()):
                page.tell(f"stock:{product}")

    def join(self, products: frozenset[str] = frozenset()) -> Page:
        """A new page, with the products whose stock it shows."""
        page = Page(products)
        self._pages.add(page)
        for product in products:
            self._showing[product].add(page)
        return page

    def leave(self, page: Page) -> None:
        """A page that was closed."""
        self._pages.discard(page)
        for product in page.products:
            self._showing[product].discard(page)
            if not self._showing[product]:
                del self._showing[product]


class Live:
    """The ASGI application."""

    def __init__(self, database_url: str, secret_key: str) -> None:
        self._database_url = database_url
        self._sessions = Sessions(database_url, secret_key)
        self.audience = Audience()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        listening = asyncio.create_task(self._listen())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        listening.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _listen(self) -> None:
        """Hear the database for ever; after a lost connection pages refresh, since something may have been missed."""
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(self._database_url, autocommit=True)
                async with connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await connection.execute(f"LISTEN {STOCK_CHANNEL}")
                    self.audience.tell(EVERYTHING)
                    async for heard in connection.notifies():
                        told = self.audience.tell_stock if heard.channel == STOCK_CHANNEL else self.audience.tell
                        told(heard.payload)
            except psycopg.OperationalError:
                log.warning("the database is away; listening again in a second")
            await asyncio.sleep(1)

    async def _serve(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if not _same_host(headers) or not await self._is_signed_in(headers):
            await _refuse(send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": _headers(headers.get("origin"))})
        page = self.audience.join(_products(scope))
        gone = asyncio.create_task(_wait_until_closed(receive))
        try:
            await self._stream(page, headers, gone, send)
        finally:
            self.audience.leave(page)
            gone.cancel()

    async def _stream(self, page: Page, headers: dict[str, str], gone: asyncio.Task[None], send: Send) -> None:
        await _say(send, "retry: 2000\n\n")
        while not gone.done():
            try:
                topic = await asyncio.wait_for(page.waiting.get(), _HEARTBEAT)
            except TimeoutError:
                if not await self._is_still_signed_in(headers):
                    break
                await _say(send, ": still here\n\n")
            else:
                await _say(send, f"data: {topic}\n\n")
        await send({"type": "http.response.body", "body": b""})

    async def _is_signed_in(self, headers: dict[str, str]) -> bool:
        key = _session_key(headers.get("cookie", ""))
        return bool(key) and await self._sessions.is_signed_in(key)

    async def _is_still_signed_in(self, headers: dict[str, str]) -> bool:
        """While the database is away nobody knows better: it is asked again at the next heartbeat."""
        try:
            return await self._is_signed_in(headers)
        except psycopg.Error:
            return True


def _products(scope: Message) -> frozenset[str]:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("stock", [""])[0]
    return frozenset(asked.split(",")[:_PRODUCTS_AT_MOST]) - {""}


def _session_key(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get("sessionid")
    except CookieError:
        return ""
    return found.value if found else ""


def _same_host(headers: dict[str, str]) -> bool:
    """Pages of this very host only; the port differs, since this is a process of its own."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).hostname == urlsplit(f"//{headers.get('host', '')}").hostname


def _headers(origin: str | None) -> list[tuple[bytes, bytes]]:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
    if origin:
        headers += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"origin"),
        ]
    return headers


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"Sign in first."})


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _wait_until_closed(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
