"""Fragments on open pages: drawn once for all who see them alike, and for nobody who may not see them."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from psycopg.conninfo import make_conninfo

from shopkeeper.catalog.models import Component, Product
from shopkeeper.inventory.models import Location
from shopkeeper.organization.models import Assignment, Employee, Outlet
from shopkeeper.site import live_fragments
from tests.inventory.shelves import tell, with_stock
from tests.site.open_pages import OpenPage, run, running

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def kettle() -> str:
    """Ten kettles in Leeds, ten in York."""
    for code in ("LDS", "YRK"):
        outlet = Outlet.objects.create(code=code, name=code, kind="store", source_key=code, recorded_at=TODAY)
        with_stock(10, location=code)
        Location.objects.filter(code=code).update(outlet=outlet)
    return f"fragments=inventory.availability:{Product.objects.get().id}"


def cookie_of(name: str, role: str = "store_associate", outlet: str = "LDS") -> str:
    """Somebody who has signed in."""
    user = get_user_model().objects.create(email=f"{name}@example.com", joined_at=TODAY)
    person = Employee.objects.create(name=name, email=user.email, source_key=name, recorded_at=TODAY, user=user)
    place = Outlet.objects.get(code=outlet)
    Assignment.objects.create(
        employee=person, role=role, outlet=place, source_key=name, recorded_at=TODAY, starts_on="2020-01-01"
    )
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


@pytest.fixture
def database_url() -> str:
    return make_conninfo(settings.HOME.database_url(), dbname=connection.settings_dict["NAME"])


async def sell(pieces: int = 1) -> None:
    """A sale in Leeds, by a till of another process."""

    def at_the_till() -> None:
        tell("sell", pieces)
        connection.close()

    await asyncio.to_thread(at_the_till)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was drawn, drawing by drawing."""
    drawn: list[list[str]] = []
    draw: Callable[..., dict[str, str]] = live_fragments.draw_for

    def note(view: object, name: str, keys: list[str]) -> dict[str, str]:
        drawn.append(keys)
        return draw(view, name, keys)

    monkeypatch.setattr(live_fragments, "draw_for", note)
    return drawn


def test_a_sale_is_drawn_once_for_all_who_see_it_alike(
    database_url: str, kettle: str, drawings: list[list[str]]
) -> None:
    mara, tom, yan = cookie_of("mara"), cookie_of("tom"), cookie_of("yan", outlet="YRK")

    async def story() -> None:
        async with (
            running(database_url) as live,
            OpenPage(live, query=kettle, cookie=mara) as first,
            OpenPage(live, query=kettle, cookie=tom) as second,
            OpenPage(live, query=kettle, cookie=yan) as third,
        ):
            await sell()
            said = [await page.hear_fragment("data-available>19<") for page in (first, second, third)]
            assert said[0] == said[1] != said[2]

    run(story)
    assert len(drawings) == 2


def test_a_burst_of_sales_is_drawn_a_few_times_and_ends_with_the_last_number(
    database_url: str, kettle: str, drawings: list[list[str]]
) -> None:
    mara = cookie_of("mara")

    async def story() -> None:
        async with running(database_url) as live, OpenPage(live, query=kettle, cookie=mara) as page:
            for _ in range(10):
                live._tell_stock("*")
            await sell(7)
            await page.hear_fragment("data-available>13<")

    run(story)
    assert len(drawings) <= 3


def test_a_page_that_was_opened_just_after_a_sale_is_sent_it(database_url: str, kettle: str) -> None:
    mara, tom = cookie_of("mara"), cookie_of("tom")

    async def story() -> None:
        async with running(database_url) as live, OpenPage(live, query=kettle, cookie=mara) as first:
            await sell()
            await first.hear_fragment("data-available>19<")
            async with OpenPage(live, query=kettle, cookie=tom) as late:
                await late.hear_fragment("data-available>19<")

    run(story)


def test_who_loses_the_last_role_is_sent_nothing_more(database_url: str, kettle: str) -> None:
    mara = cookie_of("mara")

    async def story() -> None:
        async with running(database_url) as live, OpenPage(live, query=kettle, cookie=mara) as page:
            await sell()
            await page.hear_fragment("data-available>19<")
            await asyncio.to_thread(leave)
            await live.look_again()
            await sell()
            await live.look_again()
            [watching] = live.audience.pages
            assert watching.view is not None
            assert watching.view.fragments == frozenset()
            assert watching.waiting.empty()

    def leave() -> None:
        Assignment.objects.all().delete()
        connection.close()

    run(story)


def test_a_database_that_is_away_leaves_pages_to_ask_by_themselves(
    database_url: str, kettle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mara = cookie_of("mara")

    def fail(*_: object) -> None:
        raise ConnectionError

    async def story() -> None:
        async with running(database_url) as live, OpenPage(live, query=kettle, cookie=mara) as page:
            await sell()
            await page.hear_fragment("data-available>19<")
            monkeypatch.setattr(live_fragments, "draw_for", fail)
            await sell()
            assert await page.hear("*")

    run(story)


def test_what_nobody_offers_is_not_listened_for() -> None:
    asked = ["inventory.availability:1", "secrets.all:1", "inventory.availability", ""]
    assert live_fragments.read_shown(asked) == {live_fragments.Shown("inventory.availability", "1")}


def test_a_bundle_is_drawn_anew_when_a_part_of_it_sells(database_url: str, kettle: str) -> None:
    part, tom = Product.objects.get(), cookie_of("tom")
    with_stock(3, sku="CUP")
    bundle = Product.objects.create(sku="SET", name="Tea set", source_key="SET", recorded_at=TODAY)
    for each, pieces in ((part, 1), (Product.objects.get(sku="CUP"), 2)):
        Component.objects.create(
            bundle=bundle, component=each, quantity=pieces, source_key=each.sku, recorded_at=TODAY
        )  # fmt: skip
    browser = Client(headers={"cookie": tom})

    def read() -> str:
        return browser.get(f"/stock/products/{bundle.id}/").content.decode()

    before = read()
    assert "data-available>1<" in before
    [topics] = re.findall(r'data-live="([^"]*)"', before)

    async def story() -> None:
        query = "stock=" + ",".join(topic.removeprefix("stock:") for topic in topics.split())
        async with running(database_url) as live, OpenPage(live, query=query, cookie=tom) as page:
            await sell(10)
            assert await page.hear(f"stock:{part.id}")

    run(story)
    assert "data-available>0<" in read()
