"""What `shopkeeper demo` says to whoever starts it."""

from datetime import date

from shopkeeper.site.commands.demo import _about_story
from shopkeeper.site.demo_home import DemoHome

STORY = DemoHome("thorne-and-wren", 1, finished=True, until="2026-12-20")


def test_it_says_until_when_the_story_goes_on() -> None:
    expected = ["Orders, parcels, contacts and responses keep coming until 20 December 2026."]
    assert _about_story(STORY, date(2026, 12, 20)) == expected


def test_it_says_that_a_story_has_ended_and_how_to_have_it_told_anew() -> None:
    expected = ["The story of this demo ended on 20 December 2026. Add --reset to have it told anew, up to today."]
    assert _about_story(STORY, date(2026, 12, 21)) == expected


def test_an_export_stands_still_and_nothing_is_said_about_it() -> None:
    assert _about_story(DemoHome("olist", 1, finished=True)) == []
