"""Topics are found by the words that the retailer gives them, and the tree stays a tree."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from shopkeeper.core.actors import system_actor
from shopkeeper.interactions import public as interactions
from shopkeeper.interactions.errors import TopicNotFound, TopicWithinItself
from shopkeeper.interactions.models import Interaction, Topic
from shopkeeper.interactions.rules.keywords import TopicWords, find_topics, tidy_keywords

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
BY = system_actor("test")
LATE, SIZE = UUID(int=1), UUID(int=2)
WORDS = [
    TopicWords(LATE, ("late", "days after", "didn't come")),
    TopicWords(SIZE, ("too small", "queued * to return", "fit*")),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It came days  after the date.", [(LATE, "days  after")]),
        ("LATE again!", [(LATE, "LATE")]),
        ("The plate is lately chipped.", []),
        ("It didn’t come.", [(LATE, "didn’t come")]),
        ("Too small, it does not fit; fitting room closed.", [(SIZE, "Too small"), (SIZE, "fit"), (SIZE, "fitting")]),
        ("Queued nearly half an hour to return one.", [(SIZE, "Queued nearly half an hour to return")]),
        ("Queued. Then we were told to return.", []),
        ("", []),
    ],
)
def test_a_topic_is_found_with_the_very_words_that_speak_of_it(text: str, found: list[tuple[UUID, str]]) -> None:
    assert [(span.topic_id, text[span.start : span.end]) for span in find_topics(text, WORDS)] == found


def test_words_are_kept_tidy() -> None:
    assert tidy_keywords(["  Too  SMALL ", "too small", "*", "a", "fit*"]) == ("too small", "fit*")


@pytest.mark.django_db
def test_a_tree_without_words_is_given_some_once_and_a_tended_one_is_left_alone() -> None:
    Topic.objects.create(
        source="demo", source_key="d", code="delivery", name="Zustellung", kind="topic", recorded_at=NOW
    )
    assert interactions.plant_taxonomy(by=BY, now=NOW) == 25
    assert Topic.objects.get(code="delivery").name == "Zustellung"
    assert Topic.objects.get(code="delivery.late").parent == Topic.objects.get(code="delivery")
    interactions.describe_topic(
        code="delivery", name="Delivery", kind=interactions.TopicKind.TOPIC, keywords=["van"], by=BY, now=NOW
    )
    assert interactions.plant_taxonomy(by=BY, now=NOW) == 0
    assert Topic.objects.get(code="delivery").keywords == ["van"]


@pytest.mark.django_db
def test_a_topic_cannot_lie_under_itself() -> None:
    interactions.plant_taxonomy(by=BY, now=NOW)
    with pytest.raises(TopicWithinItself):
        interactions.describe_topic(
            code="delivery", name="D", kind=interactions.TopicKind.TOPIC, keywords=[], parent_code="delivery.late",
            by=BY, now=NOW,
        )  # fmt: skip
    assert Topic.objects.get(code="delivery").name == "Delivery"


@pytest.mark.django_db
def test_a_contact_is_written_down_once() -> None:
    contact = interactions.NewContact(
        kind=interactions.ContactKind.CALL, channel=interactions.Channel.PHONE, occurred_at=NOW, source="cti",
        source_key="77", queue_seconds=90, outcome=interactions.Outcome.RESOLVED,
    )  # fmt: skip
    first = interactions.record_contact(contact=contact, by=BY, now=NOW)
    assert interactions.record_contact(contact=contact, by=BY, now=NOW) == first
    assert Interaction.objects.count() == 1


@pytest.mark.django_db
def test_a_contact_about_an_unknown_topic_is_refused() -> None:
    contact = interactions.NewContact(
        kind=interactions.ContactKind.CHAT, channel=interactions.Channel.CHAT, occurred_at=NOW, topic_code="nonsense"
    )
    with pytest.raises(TopicNotFound):
        interactions.record_contact(contact=contact, by=BY, now=NOW)
    assert Interaction.objects.count() == 0
