"""A visitor of the loaded demo: takes chairs, notes what the browser complains of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class Visitor:
    """A browser page with somebody of the demo before it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> None:
        """Open a page of the demo."""
        self.page.goto(self.address + path)

    def sit_down_as(self, role: str) -> None:
        """Take the chair of whoever holds a role."""
        self.go("/who/")
        self.page.locator(".people-card", has_text=role).first.click()
        self.page.wait_for_url(self.address + "/")

    def sit_down_in(self, store: str) -> None:
        """Take the chair of a store's manager."""
        self.go("/who/")
        shown = self.page.locator(".people-card", has_text=f"Store manager, {store}")
        (shown if shown.count() else self.page.get_by_role("button", name=store, exact=True)).first.click()
        self.page.wait_for_url(self.address + "/")

    @property
    def heading(self) -> str:
        """The page's title as people read it."""
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """All that the page says."""
        return self.page.locator("main").inner_text()

    def serious(self) -> list[Any]:
        """What axe finds serious or critical."""
        violations = Axe().run(self.page).response["violations"]
        return [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in ("serious", "critical")]

    def overflows(self) -> bool:
        """Whether the page is wider than its window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@contextmanager
def visiting(
    browser: Browser, address: str, *, size: Any = None, scheme: Any = "light", scripts: bool = True
) -> Iterator[Visitor]:
    """A fresh visitor; `scheme` is light or dark."""
    context = browser.new_context(
        viewport=size or WIDE, color_scheme=scheme, reduced_motion="reduce", java_script_enabled=scripts
    )
    yield Visitor(context.new_page(), address)
    context.close()
