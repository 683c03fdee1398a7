"""Pages that hear live events, as an ASGI server would show them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from django.conf import settings

from shopkeeper.site.live import Live


class OpenPage:
    """A browser's open connection, as an ASGI server would show it."""

    def __init__(self, live: Live, *, query: str = "", **headers: str) -> None:
        self._live, self._query = live, query.encode()
        self._headers = [(b"host", b"localhost:8001")] + [(k.encode(), v.encode()) for k, v in headers.items()]
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._closed = asyncio.Event()

    async def __aenter__(self) -> "OpenPage":
        scope = {"type": "http", "headers": self._headers, "query_string": self._query}
        self._serving = asyncio.create_task(self._live(scope, self._receive, self._said.put))
        self.start = await self.next()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closed.set()
        self._serving.cancel()

    async def _receive(self) -> dict[str, Any]:
        await self._closed.wait()
        return {"type": "http.disconnect"}

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._said.get(), 10)

    async def hear(self, topic: str) -> bool:
        """Wait for a topic, past the reconnection hint and the refresh of everything at the start."""
        while True:
            if (await self.next())["body"] == f"data: {topic}\n\n".encode():
                return True

    async def hear_the_end(self) -> None:
        """Wait until the stream is closed."""
        while (await self.next()).get("more_body"):
            pass

    async def hear_fragment(self, words: str) -> str:
        """Wait for a fragment with these words."""
        while True:
            said = (await self.next())["body"].decode()
            if said.startswith("event: fragment") and words in said:
                return said


@asynccontextmanager
async def running(database_url: str) -> AsyncIterator[Live]:
    live = Live(database_url, settings.SECRET_KEY)
    working = [asyncio.create_task(each) for each in live.work()]
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as other:
        for _ in range(200):
            rows = await other.execute(
                "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
            if await rows.fetchone():
                break
            await asyncio.sleep(0.02)
    try:
        yield live
    finally:
        for task in working:
            task.cancel()


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """In a thread of its own: a browser of another test may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(story())).result()
