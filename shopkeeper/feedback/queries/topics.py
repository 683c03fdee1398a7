"""What people speak of: how often, how their writers judged, and whether it is more than before."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.feedback.contracts import TopicStanding, TopicStandings
from shopkeeper.feedback.models import Feedback, Mention
from shopkeeper.feedback.queries import LOW, feedback_visible_to, of_view
from shopkeeper.feedback.rules.topics import compare_shares
from shopkeeper.interactions import public as interactions

PERIOD = timedelta(days=90)
type Words = Mapping[UUID, tuple[UUID, str]]


def count_topics(*, by: Actor, view: str, now: datetime, limit: int = 8) -> list[tuple[UUID, str, int]]:
    """What people speak of most in the last ninety days of a view: topic, name, how many."""
    rows = of_view(feedback_visible_to(by), view).filter(occurred_at__gte=now - PERIOD)
    mentions = Mention.objects.filter(feedback__in=rows).values_list("topic", "topic__name")
    counted = mentions.annotate(count=Count("id")).order_by("-count", "topic__name")
    return [(topic, name, count) for topic, name, count in counted[:limit]]


def list_topic_standings(*, by: Actor, now: datetime) -> TopicStandings:
    """Every topic that somebody wrote of in the last ninety days or the ninety before; most unhappy people first."""
    comments = feedback_visible_to(by).filter(occurred_at__gte=now - 2 * PERIOD, occurred_at__lt=now).exclude(text="")
    lately = Q(occurred_at__gte=now - PERIOD)
    whole = comments.aggregate(now=Count("id", filter=lately), before=Count("id", filter=~lately))
    words = _latest_words(comments.filter(LOW & lately))
    counted = comments.filter(mentions__isnull=False).values("mentions__topic").annotate(
        now=Count("id", filter=lately), before=Count("id", filter=~lately), unhappy=Count("id", filter=lately & LOW),
    )  # fmt: skip
    names = {topic.id: topic for topic in interactions.list_topics()}
    topics = [_standing(row, names, whole, words) for row in counted]
    topics.sort(key=lambda topic: (-topic.unhappy, -topic.comments, topic.topic))
    return TopicStandings(whole["now"], whole["before"], tuple(topics))


def _latest_words(unhappy: QuerySet[Feedback]) -> Words:
    """By topic the newest comment of somebody unhappy, and what it says about it."""
    newest = Mention.objects.filter(feedback__in=unhappy).order_by("topic", "-feedback__occurred_at").distinct("topic")
    rows = newest.values_list("topic", "feedback", "feedback__text", "span_start", "span_end")
    return {topic: (said, text[start:end]) for topic, said, text, start, end in rows}


def _standing(
    row: Mapping[str, Any], names: Mapping[UUID, interactions.TopicCard], whole: Mapping[str, int], words: Words
) -> TopicStanding:
    topic = names[row["mentions__topic"]]
    parent = names.get(topic.parent_id) if topic.parent_id else None
    latest_id, latest = words.get(topic.id, (None, ""))
    return TopicStanding(
        topic_id=topic.id,
        topic=topic.name,
        parent=parent.name if parent else "",
        comments=row["now"],
        unhappy=row["unhappy"],
        share=row["now"] / whole["now"] if whole["now"] else 0.0,
        share_before=row["before"] / whole["before"] if whole["before"] else 0.0,
        trend=compare_shares(row["now"], whole["now"], row["before"], whole["before"]),
        latest_id=latest_id,
        latest=latest,
    )
