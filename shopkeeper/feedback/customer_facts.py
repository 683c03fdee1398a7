"""What the feedback holds of a person: what they said, and what they were asked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from shopkeeper.core.actors import Actor
from shopkeeper.core.components import StoryEntry, Tone
from shopkeeper.core.words import write_number
from shopkeeper.customers.public import Held, register_facts
from shopkeeper.feedback.contracts import Scale, Verdict
from shopkeeper.feedback.models import Feedback, Invitation
from shopkeeper.feedback.rules.scores import RANGES, judge

_TITLES = {
    "survey": (gettext_noop("Answered a survey"), "message-square-quote"),
    "review": (gettext_noop("Wrote a review"), "star"),
    "complaint": (gettext_noop("Complained"), "message-square-warning"),
    "mention": (gettext_noop("Spoke of us in public"), "megaphone"),
}
_TONES: dict[Verdict | None, Tone] = {Verdict.LOW: "bad", Verdict.HIGH: "good"}


def tell(ids: Sequence[UUID], *, by: Actor, now: datetime, limit: int) -> list[StoryEntry]:
    """What the person said, newest first."""
    rows = Feedback.objects.filter(customer__in=ids, described=True).select_related("outlet", "product")
    rows = rows.prefetch_related("mentions__topic").order_by("-occurred_at")
    return [_entry(row) for row in rows[:limit]]


def headline(ids: Sequence[UUID], *, by: Actor, now: datetime) -> list[tuple[str, str]]:
    """Their last score."""
    row = (
        Feedback.objects.filter(customer__in=ids, score__isnull=False)
        .exclude(scale="")
        .order_by("-occurred_at")
        .first()
    )
    return [(_("Last score"), score_words(row))] if row else []


def score_words(row: Feedback) -> str:
    """A score with the top of its scale: `4 of 10`."""
    if row.score is None or row.scale not in RANGES:
        return ""
    return _("%(score)s of %(top)s") % {"score": write_number(row.score), "top": RANGES[Scale(row.scale)][1]}


def _entry(row: Feedback) -> StoryEntry:
    title, icon = _TITLES.get(row.kind, _TITLES["survey"])
    score = score_words(row)
    product = (row.product.name or row.product.sku) if row.product else ""
    return StoryEntry(
        at=row.occurred_at,
        icon=icon,
        title=f"{_(title)}: {score}" if score else _(title),
        detail=" · ".join(dict.fromkeys(filter(None, [product, row.title]))),
        said=row.text,
        where=row.outlet.name if row.outlet else row.channel,
        where_icon="store" if row.outlet else "",
        tone="bad" if row.kind == "complaint" else _TONES.get(judge(row.scale, row.score), ""),
        tags=tuple(mention.topic.name for mention in row.mentions.all())[:3],
    )


register_facts(
    "feedback",
    held=[
        Held(
            model=Feedback,
            label=gettext_noop("feedback"),
            at="occurred_at",
            blank={"title": "", "text": "", "analyzed_with": "erased"},
        ),
        Held(model=Invitation, label=gettext_noop("invitations"), at="sent_at"),
    ],
    timeline=tell,
    headline=headline,
)
