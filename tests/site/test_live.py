"""Live events: pages of signed-in people hear topics, and nobody else hears anything."""

import asyncio
from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from psycopg.conninfo import make_conninfo

from shopkeeper.core.live import tell
from shopkeeper.site.live import Live
from shopkeeper.site.live_audience import Audience, Page
from tests.site.open_pages import OpenPage, run, running

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


def announce_cases(database_url: str) -> None:
    with psycopg.connect(database_url) as database:
        database.execute("SELECT pg_notify('shopkeeper_live', 'cases')")


def test_pages_of_signed_in_people_hear_what_changed(database_url: str, cookie: str) -> None:
    async def story() -> None:
        async with (
            running(database_url) as live,
            OpenPage(live, cookie=cookie) as first,
            OpenPage(live, cookie=cookie) as second,
        ):
            await asyncio.to_thread(announce_cases, database_url)
            assert await first.hear("cases")
            assert await second.hear("cases")
            assert len(live.audience) == 2

    run(story)


def test_streams_end_when_the_process_does_so_that_nobody_waits_for_them(database_url: str, cookie: str) -> None:
    async def story() -> None:
        async with running(database_url) as live, OpenPage(live, cookie=cookie) as page:
            live.let_go()
            await page.hear_the_end()
            await asyncio.sleep(0)
            assert len(live.audience) == 0

    run(story)


def test_a_topic_is_told_only_once_its_change_is_committed(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as ear:
        ear.execute("LISTEN shopkeeper_live")
        with transaction.atomic():
            tell("cases")
            assert list(ear.notifies(timeout=0.1)) == []
        assert [heard.payload for heard in ear.notifies(timeout=30, stop_after=1)] == ["cases"]


@pytest.mark.parametrize("worthless", ["", "sessionid=stolen", "sessionid=\x00", "other=1"])
def test_who_is_not_signed_in_hears_nothing(database_url: str, worthless: str) -> None:
    async def story() -> None:
        async with OpenPage(Live(database_url, settings.SECRET_KEY), cookie=worthless) as page:
            assert page.start["status"] == 403

    run(story)


def test_a_session_without_a_user_hears_nothing(database_url: str) -> None:
    session = Client().session
    session["basket"] = 1
    session.save()

    async def story() -> None:
        live = Live(database_url, settings.SECRET_KEY)
        async with OpenPage(live, cookie=f"sessionid={session.session_key}") as page:
            assert page.start["status"] == 403

    run(story)


def test_a_page_of_another_host_cannot_listen_with_somebodys_cookie(database_url: str, cookie: str) -> None:
    async def story() -> None:
        live = Live(database_url, settings.SECRET_KEY)
        async with OpenPage(live, cookie=cookie, origin="https://evil.example") as page:
            assert page.start["status"] == 403

    run(story)


def test_a_page_of_this_host_on_its_own_port_may_listen_with_its_cookie(database_url: str, cookie: str) -> None:
    async def story() -> None:
        live = Live(database_url, settings.SECRET_KEY)
        async with OpenPage(live, cookie=cookie, origin="http://localhost:8000") as page:
            headers = dict(page.start["headers"])
            assert page.start["status"] == 200
            assert headers[b"access-control-allow-origin"] == b"http://localhost:8000"
            assert headers[b"content-type"] == b"text/event-stream"

    run(story)


def test_after_a_lost_connection_pages_refresh_everything_and_hear_on(database_url: str, cookie: str) -> None:
    async def story() -> None:
        async with running(database_url) as live, OpenPage(live, cookie=cookie) as page:
            async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as other:
                await other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            assert await page.hear("*")
            await asyncio.to_thread(announce_cases, database_url)
            assert await page.hear("cases")

    run(story)


def test_a_page_that_lags_is_told_to_refresh_everything_once() -> None:
    audience = Audience()
    page = audience.join(Page())
    for number in range(51):
        audience.tell(f"import:{number}")
    assert [page.waiting.get_nowait() for _ in range(page.waiting.qsize())] == [b"data: *\n\n"]


def test_a_crowd_of_pages_asks_who_is_signed_in_on_one_connection(database_url: str, cookie: str) -> None:
    mine = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_start > %s
              AND query LIKE '%%django_session%%' AND pid <> pg_backend_pid()"""

    async def story() -> None:
        with psycopg.connect(database_url) as database:
            [began] = database.execute("SELECT clock_timestamp()").fetchone() or [None]
        live = Live(database_url, settings.SECRET_KEY)
        key = cookie.partition("=")[2]
        said = await asyncio.gather(*(live._sessions.user_of(k) for k in [key, "stolen", "no'key"] * 200))
        assert [bool(user) for user in said] == [True, False, False] * 200
        async with await psycopg.AsyncConnection.connect(database_url) as other:
            assert await (await other.execute(mine, [began])).fetchone() == (1,)

    run(story)


def test_who_signs_out_is_told_nothing_more(database_url: str, cookie: str) -> None:
    async def story() -> None:
        async with running(database_url) as live, OpenPage(live, cookie=cookie) as page:
            await asyncio.to_thread(forget_sessions, database_url)
            await live.look_again()
            await page.hear_the_end()

    run(story)


def forget_sessions(database_url: str) -> None:
    with psycopg.connect(database_url) as database:
        database.execute("DELETE FROM django_session")


def test_a_session_that_cannot_be_looked_up_is_no_session_at_the_door_and_stays_one_behind_it(cookie: str) -> None:
    async def story() -> None:
        live = Live("postgresql://nobody@127.0.0.1:1/nothing", settings.SECRET_KEY)
        with pytest.raises(psycopg.OperationalError):
            await live._sessions.user_of(cookie.partition("=")[2])
        page = live.audience.join(Page(session=cookie.partition("=")[2]))
        await live.look_again()
        assert page.waiting.empty()

    run(story)
