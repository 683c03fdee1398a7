"""The stock in a real browser: an open page sees a sale elsewhere, and a phone finds a product by a typed code."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, expect

from tests.browser.visits import PHONE, visiting
from tests.loaded_demo import LoadedDemo

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

SKU, WAREHOUSE = "KIT-104", "wakefield"
BEFORE_POLLING = 15_000
"""Pages that hear no events ask again after 20 seconds: who sees it earlier has heard it."""


@pytest.fixture
def till(browser: Browser, loaded_demo: LoadedDemo) -> Iterator[APIRequestContext]:
    """A system that may tell movements by REST."""
    key = loaded_demo.run("api-keys", "create", f"till {time.time()}", "--permission", "inventory.record_movements")
    context = browser.new_context(
        base_url=loaded_demo.address, extra_http_headers={"Authorization": f"Bearer {key.split()[-1]}"}
    )
    yield context.request
    context.close()


def sell(till: APIRequestContext) -> None:
    """A piece leaves the warehouse."""
    now = datetime.now(UTC).isoformat()
    told = {"kind": "sell", "sku": SKU, "location": WAREHOUSE, "quantity": 1, "occurred_at": now,
            "source": "browser test", "source_key": now}  # fmt: skip
    assert till.post("/api/inventory/movements", data={"movements": [told]}).ok


def promised(page: Page) -> str:
    """How many pieces the open page says can be promised."""
    return page.locator("[data-available]").inner_text()


def test_an_open_page_sees_a_sale_elsewhere_without_asking(
    browser: Browser, loaded_demo: LoadedDemo, till: APIRequestContext
) -> None:
    with visiting(browser, loaded_demo.address) as visitor:
        visitor.sit_down_as("Supply chain manager")
        with visitor.page.expect_request(lambda request: "fragments=" in request.url):
            visitor.go(f"/products/{SKU}/")
        before = promised(visitor.page)
        sell(till)
        # Not "one less": the demo sells too, so a piece may have gone between reading and selling.
        expect(visitor.page.locator("[data-available]")).not_to_have_text(before, timeout=BEFORE_POLLING)


def test_a_phone_between_shelves_finds_a_product_by_a_typed_code(browser: Browser, loaded_demo: LoadedDemo) -> None:
    with visiting(browser, loaded_demo.address, size=PHONE) as visitor:
        visitor.sit_down_in("Exeter")
        visitor.go("/stock/scan/")
        visitor.page.get_by_placeholder("Scan or type a code").fill(SKU)
        visitor.page.keyboard.press("Enter")
        assert SKU in visitor.page.locator(".scanned").inner_text()
        assert visitor.page.get_by_role("button", name="Put the record right").is_visible()
        assert (visitor.serious(), visitor.overflows()) == ([], False)


def test_what_was_typed_for_one_shelf_of_many_comes_back_at_that_shelf(
    browser: Browser, loaded_demo: LoadedDemo
) -> None:  # fmt: skip
    with visiting(browser, loaded_demo.address, size=PHONE) as visitor:
        visitor.sit_down_in("Leeds")
        visitor.go("/stock/counts/")
        second = visitor.page.locator("form.shelf-count").nth(1)
        second.evaluate("form => { form.noValidate = true; }")
        second.locator("[name=counted]").fill("-1")
        second.get_by_role("button").click()
        expect(visitor.page.locator("#messages")).to_contain_text("Say how many pieces you found")
        fields = visitor.page.locator("form.shelf-count [name=counted]").all()
        assert [field.input_value() for field in fields][:3] == ["", "-1", ""]
