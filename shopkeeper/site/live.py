"""Server-sent events for open pages: one LISTEN connection of this process, fanned out to all who are signed in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
from django.db import Error

from shopkeeper.core.live import CHANNEL, View
from shopkeeper.site.live_audience import EVERYTHING, STOCK, THE_END, Audience, Page
from shopkeeper.site.live_fragments import Painter, read_shown
from shopkeeper.site.live_readers import cookies_of, language_of, look_up_views
from shopkeeper.site.live_sessions import Sessions

STOCK_CHANNEL = "shopkeeper_stock"
"""What the inventory tells: ids of products, or `*` after a great many changes."""
_HEARTBEAT = 20.0
_LOOK_AGAIN = 10.0
"""Seconds until pages are asked again who reads them: who signed out or lost a role is told nothing more."""
_GATHER = 0.02
"""Seconds in which those that open at once are gathered, to be looked up together."""
_SHOWN_AT_MOST = 200

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
log = logging.getLogger(__name__)


class Live:
    """The ASGI application."""

    def __init__(self, database_url: str, secret_key: str) -> None:
        self._database_url = database_url
        self._sessions = Sessions(database_url, secret_key)
        self.audience = Audience()
        self._painter = Painter(self.audience)
        self._opened = asyncio.Event()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        working = [asyncio.create_task(each) for each in self.work()]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in working:
            task.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    def let_go(self) -> None:
        """The process ends: so does every stream."""
        for page in self.audience.pages:
            page.close()

    def work(self) -> list[Coroutine[Any, Any, None]]:
        """What goes on for as long as the process lives."""
        return [self._listen(), self._painter.run(), self._know_readers(), self._watch_readers()]

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
                        told = self._tell_stock if heard.channel == STOCK_CHANNEL else self.audience.tell
                        told(heard.payload)
            except psycopg.OperationalError:
                log.warning("the database is away; listening again in a second")
            await asyncio.sleep(1)

    def _tell_stock(self, payload: str) -> None:
        changed = self.audience.products() if payload == EVERYTHING else frozenset(payload.split(","))
        self.audience.tell_stock(changed)
        self._painter.note(changed)

    async def _know_readers(self) -> None:
        """Look up the readers of pages that were just opened, all that open at once together."""
        while True:
            await self._opened.wait()
            await asyncio.sleep(_GATHER)
            self._opened.clear()
            await self._meet([page for page in self.audience.pages if page.view is None])

    async def _watch_readers(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            await self.look_again()

    async def look_again(self) -> None:
        """Who signed out meanwhile, and who may see less or more now?"""
        await self._meet(list(self.audience.pages))

    async def _meet(self, pages: Iterable[Page]) -> None:
        """Pages of nobody are closed. While the database is away nobody knows better: they are asked again later."""
        with suppress(psycopg.Error, Error):
            sessions = {page.session for page in pages}
            users = dict(zip(sessions, await asyncio.gather(*map(self._sessions.user_of, sessions)), strict=True))
            readers = {page: (users[page.session], page.language) for page in pages}
            views = await asyncio.to_thread(look_up_views, {reader for reader in readers.values() if reader[0]})
            for page, reader in readers.items():
                self._recognize(page, views.get(reader))

    def _recognize(self, page: Page, view: View | None) -> None:
        is_new, page.view = page.view is None, view
        if view is None:
            page.close()
        elif is_new:
            self._painter.welcome(page)

    async def _serve(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        session = cookies_of(headers).get("sessionid", "")
        if not _same_host(headers) or not await self._sessions.user_of(session):
            await _refuse(send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": _headers(headers.get("origin"))})
        page = self.audience.join(_read_page(scope, session, language_of(headers)))
        self._opened.set()
        gone = asyncio.create_task(_wait_until_closed(receive))
        try:
            await _stream(page, gone, send)
        finally:
            self.audience.leave(page)
            self._painter.forget(page)
            gone.cancel()


async def _stream(page: Page, gone: asyncio.Task[None], send: Send) -> None:
    await _say(send, b"retry: 2000\n\n")
    while not gone.done():
        try:
            news = await asyncio.wait_for(page.waiting.get(), _HEARTBEAT)
        except TimeoutError:
            news = b": still here\n\n"
        if news == THE_END:
            break
        await _say(send, news)
    await send({"type": "http.response.body", "body": b""})


def _read_page(scope: Message, session: str, language: str) -> Page:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    products = asked.get(STOCK, [""])[0].split(",")[:_SHOWN_AT_MOST]
    fragments = asked.get("fragments", [""])[0].split(",")[:_SHOWN_AT_MOST]
    return Page(frozenset(products) - {""}, read_shown(fragments), session=session, language=language)


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


async def _say(send: Send, news: bytes) -> None:
    await send({"type": "http.response.body", "body": news, "more_body": True})


async def _wait_until_closed(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
