"""Invented data: a customer's story and a refusal."""

from datetime import datetime, timedelta

from shopkeeper.core.components import Action, Condition, Explanation, Link, StoryEntry
from shopkeeper.core.refusals import Refusal


class StillHappening(Refusal):
    """The figures do not say yet that it is over."""

    code = "still_happening"
    message = "22%% of parcels to the North came late last week."

    def __init__(self, explanation: Explanation) -> None:
        super().__init__()
        self.explanation = explanation


SENTENCE = "22% of parcels to the North came late last week."
ACTIONS = [
    Action("Send apology", "#", icon="send", primary=True),
    Action("Call her", "#", icon="phone"),
    Action("Send a new lamp", "#", icon="package-plus", consequence="Costs 38 of the 120 pounds left this month."),
]


def story(now: datetime) -> list[StoryEntry]:
    """Till, web, chat and survey of one person."""
    return [
        StoryEntry(
            at=now - timedelta(minutes=40),
            icon="message-square-quote",
            title="Scored us 3 of 10",
            tone="bad",
            where="Survey by e-mail",
            where_icon="mail",
            said="Second time in a month. I rearranged a day at work for it and nobody said a word.",
            tags=("delivery",),
        ),
        StoryEntry(
            at=now - timedelta(hours=3),
            icon="truck",
            title="Parcel TW-4471/1 came",
            tone="bad",
            promise="broken",
            promise_words="promised Thursday, came Tuesday",
            detail="Brass reading lamp, via Norther Parcels",
            where="Web shop",
            where_icon="globe",
        ),
        StoryEntry(
            at=now - timedelta(days=1, hours=2),
            icon="messages-square",
            title="Asked where her parcel is",
            where="Chat, waited 4 min",
            where_icon="headphones",
            said="Is it still coming?",
            promise="open",
            promise_words="call back by noon",
        ),
        StoryEntry(
            at=now - timedelta(days=6),
            icon="package",
            title="Ordered TW-4471, £64.00",
            url="#",
            where="Web shop",
            where_icon="globe",
        ),
        StoryEntry(
            at=now - timedelta(days=19),
            icon="shopping-bag",
            title="Collected an order in 4 minutes",
            tone="good",
            promise="kept",
            where="Store Leeds",
            where_icon="store",
            detail="Two linen shirts",
        ),
    ]


def refusal(now: datetime) -> Explanation:
    """The watch over late parcels does not let go."""
    return Explanation(
        title="22% came late last week",
        now="Closes itself at 8% or less for 4 weeks with at least 150 parcels.",
        conditions=(
            Condition(label="At most 8% late", now="22% last week"),
            Condition(label="For 4 weeks in a row", now="0 of 4 weeks", done=0, of=4),
            Condition(label="With at least 150 parcels a week", now="216 parcels", is_met=True),
        ),
        then="Nobody needs to press anything: we look every Monday.",
        as_of=now - timedelta(hours=2),
        evidence=Link("See the 48 late parcels", "#"),
        history=(0.05, 0.04, 0.06, 0.05, 0.19, 0.23, 0.22, 0.24, 0.21, 0.2, 0.23, 0.22),
        limit=0.08,
        history_words="Late parcels, last 12 weeks",
        instead=(Action("Add a measure", "#", icon="shield-plus"),),
    )
