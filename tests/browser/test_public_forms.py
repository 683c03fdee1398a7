"""Forms of the open pages in a real browser, which sends what the server needs to trust them; and its camera."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.barcodes import film_of
from tests.browser.visits import PHONE, Visitor, visiting
from tests.loaded_demo import LoadedDemo

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
CODE = "0200000003142"


def test_a_visitor_asks_to_be_told_and_is_shown_what_comes_next(browser: Browser, loaded_demo: LoadedDemo) -> None:
    with visiting(browser, loaded_demo.address, size=PHONE) as visitor:
        visitor.go("/in-stock/KIT-104/?store=EXE")
        visitor.page.get_by_label("Your e-mail address").fill("visitor@example.org")
        visitor.page.get_by_role("button", name="Write to me once").click()
        visitor.page.get_by_text("Look into your mail").wait_for()
        assert (visitor.serious(), visitor.overflows()) == ([], False)


def test_the_camera_reads_a_code_where_the_browser_cannot(
    chromium: Path, browser: Browser, loaded_demo: LoadedDemo, tmp_path: Path
) -> None:
    film = tmp_path / "code.y4m"
    film.write_bytes(film_of(CODE))
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    args = ["--no-sandbox", "--disable-gpu", *camera, f"--use-file-for-fake-video-capture={film}"]
    with_camera = browser.browser_type.launch(executable_path=chromium, args=args)
    visitor = Visitor(with_camera.new_context(viewport=PHONE).new_page(), loaded_demo.address)  # type: ignore[arg-type]
    visitor.sit_down_in("Exeter")
    visitor.go("/stock/scan/")
    visitor.page.get_by_role("button", name="Use the camera").click()
    visitor.page.wait_for_url(f"**code={CODE}**")
    assert [said for said in visitor.complaints if "Content Security Policy" in said] == []
    with_camera.close()
