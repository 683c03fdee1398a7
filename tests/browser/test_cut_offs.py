"""A cut-off passes while the page is open: that way closes before the eyes of whoever takes the order, and stays so."""

import re
import time
from datetime import datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from shopkeeper.delivery import public as delivery
from shopkeeper.orders.models import Order
from tests.orders.book import BY, NOW
from tests.orders.shop import open_stocked_shop
from tests.orders.test_return_doors import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]
SECONDS = 8
"""So long after the page was asked for, the cut-off of the quicker way passes: enough to load it on a slow machine."""


def with_ways() -> None:
    """One until five, the other until some seconds from now."""
    soon = (NOW + timedelta(seconds=SECONDS)).astimezone(ZoneInfo("Europe/London")).time()
    for code, days, until in (("slow", 2, clock_time(17)), ("quick", 1, soon)):
        spec = delivery.ServiceSpec(
            code=code, carrier="swift", name=code.title(), kind=delivery.ServiceKind.STANDARD, brochure_days=days,
            rates=(delivery.RateSpec(price=Decimal(3), currency="GBP"),), cut_offs=(delivery.CutOffSpec(at=until),),
        )  # fmt: skip
        delivery.set_service(spec=spec, by=BY, now=NOW)


def test_a_way_whose_cut_off_passes_closes_on_the_open_page_and_nothing_is_chosen_instead(
    live_server: LiveServer, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_stocked_shop(leeds=(9, 9))
    with_ways()
    monkeypatch.setattr("shopkeeper.core.clock.now", lambda: NOW)
    session = sign_in().cookies["sessionid"].value
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/orders/new/")  # the first page of a process takes its time
    started = time.monotonic()

    def now() -> datetime:  # as fast as any clock, from the hour of the story on
        return NOW + timedelta(seconds=time.monotonic() - started)

    monkeypatch.setattr("shopkeeper.core.clock.now", now)
    page.goto(f"{live_server.url}/orders/new/?pieces:LAMP=1&postcode=LS1 4AB&street=7 Park Row&city=Leeds&name=Ann Lee")
    quick, slow = (page.locator("label", has_text=f"{name}, £3.00") for name in ("Quick", "Slow"))
    expect(quick).to_contain_text(re.compile(r"\d s left"))
    quick.locator("input").check()
    closing = page.get_by_text("A cut-off has passed while this page was open.")
    expect(closing).to_be_hidden()
    expect(quick).to_contain_text("Too late for this: its cut-off has passed.", timeout=2_000 * SECONDS)
    assert now() >= NOW + timedelta(seconds=SECONDS)
    expect(quick.locator("input")).to_be_disabled()
    expect(slow.locator("input")).to_be_enabled()
    assert page.locator('input[name="offer"]:checked').count() == 0
    expect(closing).to_be_visible()
    page.get_by_role("button", name="Place the order").click()
    assert (page.url.partition("?")[0], Order.objects.count()) == (f"{live_server.url}/orders/new/", 0)
    page.get_by_role("link", name="See what holds now").click()
    expect(quick.locator("input")).to_be_enabled()
    expect(quick).not_to_contain_text(re.compile(r"\d s left"))
    quick.locator("input").check()
    page.get_by_role("button", name="Place the order").click()
    page.wait_for_url(f"{live_server.url}/orders/*-*/")
    assert Order.objects.count() == 1
    context.close()
