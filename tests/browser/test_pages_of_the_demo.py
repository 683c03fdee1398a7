"""Every kind of page that somebody in the demo reaches: shown to everybody, quiet, calm, on a phone and in the dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.browser.visits import PHONE, WIDE, Visitor, visiting
from tests.loaded_demo import LoadedDemo

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NO_PAGES = {"take_chair", "account_logout", "export", "refused"}
STILL = """
    window.jumped = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (!entry.hadRecentInput) window.jumped += entry.value;
    })).observe({type: "layout-shift", buffered: true});
"""
CALM = 0.1
"""The largest sum of layout shifts of a pagethat is called good (web.dev/cls)."""


def kind_of(path: str) -> str | None:
    """The name of the page at an address; None for what is none."""
    try:
        name = resolve(path.partition("?")[0]).url_name
    except Resolver404:
        return None
    return None if name in NO_PAGES or "." in path.rpartition("/")[2] else name


def links_of(page: Page) -> list[str]:
    """Where a page leads to inside the demo."""
    found = page.eval_on_selector_all("a[href^='/'], a[href^='?']", "all => all.map(a => a.pathname + a.search)")
    return [str(path) for path in found]


def walk(visitor: Visitor) -> Iterator[str]:
    """Go from home along the links, to one address of each kind of page."""
    waiting, known = ["/"], {"home"}
    while waiting:
        path = waiting.pop(0)
        visitor.complaints.clear()
        visitor.go(path)
        yield path
        for link in links_of(visitor.page):
            kind = kind_of(link)
            if kind and kind not in known:
                known.add(kind)
                waiting.append(link)


def troubles_of(visitor: Visitor) -> list[Any]:
    """What is wrong with the page that is open."""
    visitor.page.wait_for_load_state("networkidle")
    found = [*visitor.complaints, *visitor.serious()]
    if visitor.overflows():
        found.append("wider than the window")
    if jumped_by(visitor.page) > CALM:
        visitor.page.reload(wait_until="networkidle")  # a page that came in pieces over a busy line is let off once
        found += [f"jumps by {jumped:.3f}"] if (jumped := jumped_by(visitor.page)) > CALM else []
    return found


def jumped_by(page: Page) -> float:
    """How far the page's parts have moved since it opened."""
    return float(page.evaluate("window.jumped"))


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_every_page_is_for_everybody_and_stays_still(
    browser: Browser, loaded_demo: LoadedDemo, size: Any, scheme: str
) -> None:
    with visiting(browser, loaded_demo.address, size=size, scheme=scheme) as visitor:
        visitor.page.add_init_script(STILL)
        visitor.sit_down_as("Administrator")
        found = {path: troubles_of(visitor) for path in walk(visitor)}
    assert {path: troubles for path, troubles in found.items() if troubles} == {}
    assert len(found) >= 25


def test_the_doors_of_the_demo_are_for_everybody(browser: Browser, loaded_demo: LoadedDemo) -> None:
    for scheme in ("light", "dark"):
        with visiting(browser, loaded_demo.address, size=PHONE, scheme=scheme) as visitor:
            visitor.page.add_init_script(STILL)
            for path in ("/who/", "/sign-in/"):
                visitor.go(path)
                assert (path, troubles_of(visitor)) == (path, [])


def test_a_page_that_is_not_there_says_so_kindly(browser: Browser, loaded_demo: LoadedDemo) -> None:
    with visiting(browser, loaded_demo.address) as visitor:
        visitor.sit_down_as("Chief Customer Officer")
        visitor.go("/customers/ZZZZ/")
        assert visitor.serious() == []
        assert visitor.heading != ""
        assert "Traceback" not in visitor.text


def test_the_api_describes_itself_under_a_strict_policy(browser: Browser, loaded_demo: LoadedDemo) -> None:
    with visiting(browser, loaded_demo.address) as visitor:
        visitor.go("/api/docs")
        visitor.page.get_by_text("/api/metrics", exact=True).first.wait_for()
        assert visitor.complaints == []
