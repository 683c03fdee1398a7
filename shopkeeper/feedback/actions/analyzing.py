"""Reading what people wrote: topics and how each is judged, for what came live and what came in files."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.feedback.models import Feedback, Mention
from shopkeeper.feedback.reading import judge_english
from shopkeeper.feedback.rules.scores import as_sentiment
from shopkeeper.feedback.rules.texts import VERSION, Found, read_text
from shopkeeper.interactions import public as interactions
from shopkeeper.organization import public as organization

AT_ONCE = 1_000
_ENGLISH = "en"


def read_new_texts(*, by: Actor, now: datetime) -> int:
    """Read every text that nobody has read, a thousand in a transaction; gives how many."""
    total = 0
    while done := read_texts(by=by, now=now):
        total += done
    return total


@action
def read_texts(*, only: UUID | None = None, by: Actor, now: datetime) -> int:
    """Read up to a thousand unread texts, or one; gives how many. Two readers at once share the work."""
    unread = Feedback.objects.filter(analyzed_with="").exclude(text="").order_by("id")
    rows = list((unread.filter(pk=only) if only else unread).select_for_update(skip_locked=True)[:AT_ONCE])
    if not rows:
        return 0
    interactions.plant_taxonomy(by=by, now=now)
    words = interactions.list_words()
    home = organization.get_retailer().language
    mentions = [mention for row in rows for mention in _read(row, words, home)]
    Mention.objects.filter(feedback__in=[row.id for row in rows]).delete()
    Mention.objects.bulk_create(mentions, batch_size=1_000)
    Feedback.objects.filter(pk__in=[row.id for row in rows]).update(analyzed_with=VERSION)
    return len(rows)


def _read(row: Feedback, words: list[interactions.TopicWords], home: str) -> list[Mention]:
    found_by, judge = _judge_for(row, home)
    return [_mention(row, found, found_by) for found in read_text(row.text, words, judge)]


def _judge_for(row: Feedback, home: str) -> tuple[str, Callable[[str], float]]:
    """English is judged by its words; of other languages we know only what the writer's own score says."""
    if (row.language or home).lower().startswith(_ENGLISH):
        return "keywords+vader", judge_english
    score = as_sentiment(row.scale, row.score) or 0.0
    return "keywords+score", lambda clause: score


def _mention(row: Feedback, found: Found, found_by: str) -> Mention:
    return Mention(
        feedback=row,
        topic_id=found.topic_id,
        sentiment=round(found.sentiment, 3),
        span_start=found.start,
        span_end=found.end,
        found_by=found_by,
    )
