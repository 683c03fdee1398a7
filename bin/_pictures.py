"""Walks the first five minutes of a running demo and keeps a picture of each screen, in the order of the README."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import sync_playwright

from tests.browser.visits import PHONE, Visitor, visiting

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = {"width": 1200, "height": 780}
LATE = "Late parcels"
HEROINE = "Margaret Okafor"
SKU = "KNI-117"
PATIENCE = 60
"""How often the queue of pairs is asked for, every five seconds, until the model has looked at all records."""


def follow(visitor: Visitor, name: str) -> None:
    """Click a link and wait until its page is drawn."""
    visitor.page.locator("main").or_(visitor.page.locator(".shell-side")).get_by_role("link", name=name).first.click()
    visitor.page.wait_for_load_state("networkidle")


def who(visitor: Visitor) -> None:
    """Who are you today?"""
    visitor.go("/who/")


def company(visitor: Visitor) -> None:
    """What broken promises cost, why, and who owns it."""
    visitor.sit_down_as("Chief Customer Officer")
    visitor.go("/company/")


def cause(visitor: Visitor) -> None:
    """One cause."""
    company(visitor)
    follow(visitor, LATE)


def people(visitor: Visitor) -> None:
    """The people whom it hurt."""
    cause(visitor)
    follow(visitor, "See the")


def customer(visitor: Visitor) -> None:
    """One of them."""
    visitor.sit_down_as("Chief Customer Officer")
    visitor.go(f"/search/?q={HEROINE.replace(' ', '+')}")
    follow(visitor, HEROINE)


def case(visitor: Visitor) -> None:
    """Somebody who puts it right."""
    visitor.sit_down_as("Contact center agent")
    visitor.go("/cases/?view=all&fault=late_delivery")
    visitor.page.locator(".queue-list a").first.click()
    visitor.page.wait_for_load_state("networkidle")


def refusal(visitor: Visitor) -> None:
    """The figures that keep it open."""
    visitor.sit_down_as("Supply chain manager")
    visitor.go("/problems/")
    follow(visitor, LATE)
    visitor.page.get_by_role("button", name="Close this problem").click()
    visitor.page.get_by_role("heading", name="Not yet").wait_for()


def store(visitor: Visitor) -> None:
    """A store manager's phone."""
    visitor.sit_down_in("Leeds")


def pair(visitor: Visitor) -> None:
    """Two records that may be one person; the model that asks is switched on first, and looks at all records."""
    visitor.sit_down_as("Data steward")
    visitor.go("/customers/quality/")
    switch = visitor.page.get_by_role("button", name="Switch on")
    if switch.count():
        switch.first.click()
    for _ in range(PATIENCE):
        visitor.go("/customers/duplicates/")
        if visitor.page.get_by_role("button", name="One person: join").count():
            return
        visitor.page.wait_for_timeout(5_000)


def stock(visitor: Visitor) -> None:
    """A product on a store's phone: here, near, to be sent."""
    visitor.sit_down_in("Leeds")
    visitor.go(f"/stock/scan/?code={SKU}")


def order(visitor: Visitor) -> None:
    """An order of which something came back, told from its promise to the money."""
    visitor.sit_down_as("Chief Customer Officer")
    visitor.go("/orders/")
    follow(visitor, "Web")
    follow(visitor, "Pieces came back")
    visitor.page.locator("main table a[href^='/orders/']").first.click()
    visitor.page.wait_for_load_state("networkidle")


SCREENS: dict[str, Callable[[Visitor], None]] = {
    "0-who": who, "1-company": company, "2-cause": cause, "3-people": people, "4-customer": customer, "5-case": case,
    "6-not-again": refusal, "7-store": store, "8-who-is-who": pair, "9-stock": stock, "10-order": order,
}  # fmt: skip


def main(address: str) -> None:
    """Take all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, walk in SCREENS.items():
            with visiting(browser, address.rstrip("/"), size=PHONE if walk in (store, stock) else SIZE) as visitor:
                walk(visitor)
                visitor.page.wait_for_timeout(800)  # charts draw themselves
                visitor.page.screenshot(path=FOLDER / f"{name}.png")
                print(FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
