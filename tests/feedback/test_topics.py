"""What people speak of, and whether it is more than before."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from shopkeeper.core import clock
from shopkeeper.feedback import public as feedback
from shopkeeper.feedback.contracts import Trend
from shopkeeper.feedback.models import Feedback
from shopkeeper.feedback.queries.topics import list_topic_standings
from shopkeeper.feedback.rules.topics import compare_shares
from shopkeeper.interactions.models import Topic
from tests.cast import with_cast
from tests.orders.book import BY, NOW, open_shop

LATE, FINE = "The parcel was late.", "Thank you."


@pytest.mark.parametrize(
    ("now", "of", "before", "of_before", "trend"),
    [
        (60, 200, 20, 200, Trend.MORE),
        (20, 200, 60, 200, Trend.LESS),
        (24, 200, 20, 200, Trend.ALIKE),
        (30, 100, 60, 200, Trend.ALIKE),  # half the comments came in, and as many of each speak of it
        (0, 200, 0, 200, Trend.ALIKE),
        (20, 29, 1, 200, Trend.TOO_FEW),
        (20, 200, 1, 29, Trend.TOO_FEW),
    ],
)
def test_more_is_said_only_of_what_chance_hardly_makes(
    now: int, of: int, before: int, of_before: int, trend: Trend
) -> None:
    assert compare_shares(now, of, before, of_before) is trend


@pytest.mark.django_db
def test_topics_stand_by_how_many_unhappy_people_speak_of_them() -> None:
    open_shop()
    _write(LATE, score=1, times=20, at=NOW - timedelta(days=1))
    _write(FINE, score=5, times=20, at=NOW - timedelta(days=1))
    _write(LATE, score=1, times=2, at=NOW - timedelta(days=100))
    _write(FINE, score=5, times=38, at=NOW - timedelta(days=100))
    _write(LATE, score=1, times=1, at=NOW - timedelta(days=190))
    feedback.read_new_texts(by=BY, now=NOW)

    standings = list_topic_standings(by=BY, now=NOW)

    assert (standings.comments, standings.comments_before) == (40, 40)
    assert [(t.topic, t.parent, t.comments, t.unhappy, t.share, t.share_before, t.trend) for t in standings.topics] == [
        ("Delivery", "", 20, 20, 0.5, 0.05, Trend.MORE),
        ("Late delivery", "Delivery", 20, 20, 0.5, 0.05, Trend.MORE),
    ]
    assert {topic.latest for topic in standings.topics} == {LATE}


@pytest.mark.django_db
def test_the_page_of_topics_says_what_rose_and_leads_to_the_comments() -> None:
    client, now = with_cast().sign_in("chief_customer_officer"), clock.now()
    assert "No comments yet" in client.get("/feedback/topics/").content.decode()
    _write(LATE, score=1, times=30, at=now - timedelta(days=1))
    _write(FINE, score=5, times=30, at=now - timedelta(days=100))
    feedback.read_new_texts(by=BY, now=now)

    page = client.get("/feedback/topics/").content.decode()

    assert "30 comments in three months. Spoken of more than before: Late delivery." in page
    assert "Late delivery</a>" in page
    assert ">Delivery</a>" not in page, "it says no more than the topic below it"
    assert "In 100% of comments, more than the three months before (0%)" in page
    topic = Topic.objects.get(code="delivery.late")
    assert f"/feedback/?view=words&amp;topic={topic.id}" in page
    newest = Feedback.objects.filter(mentions__topic=topic).latest("occurred_at")
    assert f"/feedback/{newest.id}/?view=words&amp;topic={topic.id}" in page


@pytest.mark.django_db
def test_those_of_a_store_see_the_topics_of_what_is_about_it() -> None:
    cast = with_cast()
    _write(LATE, score=1, times=2, at=NOW - timedelta(days=1), outlet_id=cast.outlets["LDS"])
    _write(LATE, score=1, times=1, at=NOW - timedelta(days=1), outlet_id=cast.outlets["YRK"])
    feedback.read_new_texts(by=BY, now=NOW)

    standings = list_topic_standings(by=cast.actor("LDS"), now=NOW)

    assert (standings.comments, [topic.comments for topic in standings.topics]) == (2, [2, 2])
    assert standings.topics[0].trend is Trend.TOO_FEW


def _write(text: str, *, score: int, times: int, at: datetime, outlet_id: UUID | None = None) -> None:
    Feedback.objects.bulk_create(
        Feedback(
            kind="survey", scale="csat", score=score, text=text, occurred_at=at + timedelta(minutes=n),
            recorded_at=at, source="shop", source_key=f"{text}{at}{outlet_id}{n}", outlet_id=outlet_id,
        )
        for n in range(times)
    )  # fmt: skip
