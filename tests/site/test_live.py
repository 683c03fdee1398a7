"""Live events: pages of signed-in people hear topics, and nobody else hears anything."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from psycopg.conninfo import make_conninfo

from shopkeeper.core.live import tell
from shopkeeper.site.live import Audience, Live

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database_url() -> str:
    return make_conninfo(settings.HOME.database_url(), dbname=connection.settings_dict["NAME"])


@pytest.fixture
def cookie() -> str:
    client = Client()
    client.force_login(
        get_user_model().objects.create(email="mara@example.com", joined_at=datetime(2026, 3, 2, tzinfo=UTC))
    )
    return f"sessionid={client.cookies['sessionid'].value}"


class Page:
    """A browser's open connection, as an ASGI server would show it."""

    def __init__(self, live: Live, **headers: str) -> None:
        self._live = live
        self._headers = [(b"host", b"localhost:8001")] + [(k.encode(), v.encode()) for k, v in headers.items()]
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._closed = asyncio.Event()

    async def __aenter__(self) -> "Page":
        scope = {"type": "http", "headers": self._headers}
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


@asynccontextmanager
async def running(database_url: str) -> AsyncIterator[Live]:
    live = Live(database_url, settings.SECRET_KEY)
    listening = asyncio.create_task(live._listen())
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as other:
        for _ in range(200):
            rows = await other.execute(
                "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
            if await rows.fetchone():
                break
            await asyncio.sleep(0.02)
    yield live
    listening.cancel()


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """In a thread of its own: a browser of another test may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(story())).result()


def announce_cases(database_url: str) -> None:
    with psycopg.connect(database_url) as database:
        database.execute("SELECT pg_notify('shopkeeper_live', 'cases')")


def test_pages_of_signed_in_people_hear_what_changed(database_url: str, cookie: str) -> None:
    async def story() -> None:
        async with (
            running(database_url) as live,
            Page(live, cookie=cookie) as first,
            Page(live, cookie=cookie) as second,
        ):
            await asyncio.to_thread(announce_cases, database_url)
            assert await first.hear("cases")
            assert await second.hear("cases")
            assert len(live.audience) == 2

    run(story)


def test_a_topic_is_told_only_once_its_change_is_committed(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as ear:
        ear.execute("LISTEN shopkeeper_live")
        with transaction.atomic():
            tell("cases")
            assert list(ear.notifies(timeout=0.1)) == []
        assert [heard.payload for heard in ear.notifies(timeout=5, stop_after=1)] == ["cases"]


@pytest.mark.parametrize("worthless", ["", "sessionid=stolen", "sessionid=\x00", "other=1"])
def test_who_is_not_signed_in_hears_nothing(database_url: str, worthless: str) -> None:
    async def story() -> None:
        async with Page(Live(database_url, settings.SECRET_KEY), cookie=worthless) as page:
            assert page.start["status"] == 403

    run(story)


def test_a_session_without_a_user_hears_nothing(database_url: str) -> None:
    session = Client().session
    session["basket"] = 1
    session.save()

    async def story() -> None:
        live = Live(database_url, settings.SECRET_KEY)
        async with Page(live, cookie=f"sessionid={session.session_key}") as page:
            assert page.start["status"] == 403

    run(story)


def test_a_page_of_another_host_cannot_listen_with_somebodys_cookie(database_url: str, cookie: str) -> None:
    async def story() -> None:
        live = Live(database_url, settings.SECRET_KEY)
        async with Page(live, cookie=cookie, origin="https://evil.example") as page:
            assert page.start["status"] == 403

    run(story)


def test_a_page_of_this_host_on_its_own_port_may_listen_with_its_cookie(database_url: str, cookie: str) -> None:
    async def story() -> None:
        live = Live(database_url, settings.SECRET_KEY)
        async with Page(live, cookie=cookie, origin="http://localhost:8000") as page:
            headers = dict(page.start["headers"])
            assert page.start["status"] == 200
            assert headers[b"access-control-allow-origin"] == b"http://localhost:8000"
            assert headers[b"content-type"] == b"text/event-stream"

    run(story)


def test_after_a_lost_connection_pages_refresh_everything_and_hear_on(database_url: str, cookie: str) -> None:
    async def story() -> None:
        async with running(database_url) as live, Page(live, cookie=cookie) as page:
            async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as other:
                await other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            assert await page.hear("*")
            await asyncio.to_thread(announce_cases, database_url)
            assert await page.hear("cases")

    run(story)


def test_a_page_that_lags_is_told_to_refresh_everything_once() -> None:
    audience = Audience()
    page = audience.join()
    for number in range(51):
        audience.tell(f"import:{number}")
    assert [page.waiting.get_nowait() for _ in range(page.waiting.qsize())] == ["*"]


def test_a_crowd_of_pages_asks_who_is_signed_in_on_one_connection(database_url: str, cookie: str) -> None:
    mine = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%django_session%' AND pid <> pg_backend_pid()"

    async def story() -> None:
        live = Live(database_url, settings.SECRET_KEY)
        key = cookie.partition("=")[2]
        said = await asyncio.gather(*(live._sessions.is_signed_in(k) for k in [key, "stolen", "no'key"] * 200))
        assert said == [True, False, False] * 200
        async with await psycopg.AsyncConnection.connect(database_url) as other:
            assert await (await other.execute(mine)).fetchone() == (1,)

    run(story)


def test_a_session_that_cannot_be_looked_up_is_no_session_at_the_door_and_stays_one_behind_it(cookie: str) -> None:
    async def story() -> None:
        live = Live("postgresql://nobody@127.0.0.1:1/nothing", settings.SECRET_KEY)
        with pytest.raises(psycopg.OperationalError):
            await live._is_signed_in({"cookie": cookie})
        assert await live._is_still_signed_in({"cookie": cookie})

    run(story)
