"""Every component in a real browser: nothing refused by the content security policy, nothing that axe finds serious."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

PAGES = ["", "work/", "analysis/", "story/", "form/", "refusal/", "public/", "error/"]
SCREENS = [*((path, 1440, "light") for path in PAGES), *((path, 360, "dark") for path in ("", "work/", "analysis/"))]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.urls("tests.browser.look_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()


def serious(page: Page) -> list[Any]:
    violations = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("path", "width", "scheme"), SCREENS)
def test_every_component_is_for_everybody(
    live_server: LiveServer, page: Page, complaints: list[str], path: str, width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{live_server.url}/styleguide/{path}")

    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [text for text in complaints if "404" not in text or path != "error/"] == []


def test_charts_are_drawn_and_lead_to_their_records(live_server: LiveServer, page: Page, complaints: list[str]) -> None:
    page.goto(f"{live_server.url}/styleguide/analysis/")
    page.wait_for_selector("[data-draw] svg path", state="attached")

    page.locator("[data-draw]").first.hover()
    page.wait_for_selector(".tip b")

    assert page.locator("[data-draw] svg").count() == 11
    assert page.get_by_text("The same in numbers").first.is_visible()
    assert complaints == []


def test_the_theme_stays_as_chosen(live_server: LiveServer, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{live_server.url}/styleguide/")
    page.get_by_role("button", name="Switch between light and dark").click()
    page.reload()

    assert page.evaluate("document.documentElement.dataset.theme") == "night"


def test_a_refusal_explains_itself_where_it_was_met(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/styleguide/refusal/")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("heading", name="22% came late last week").wait_for()

    assert page.get_by_text("Closes itself at 8% or less for 4 weeks with at least 150 parcels.").is_visible()
    assert page.get_by_role("img", name="0 of 4").is_visible()
    assert page.evaluate("document.activeElement.className") == "refusal"
    assert page.url.endswith("/styleguide/refusal/")
    assert serious(page) == []


def test_a_queue_is_worked_by_keys(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/styleguide/work/")
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.querySelector('.title').textContent") == "Callum Fraser"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_a_customer_s_page_works_without_scripts(live_server: LiveServer, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/styleguide/public/")
    page.get_by_text("7", exact=True).click()
    page.get_by_role("button", name="Send response").click()

    assert "score=7" in page.url
    context.close()
