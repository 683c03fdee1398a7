"""What may be asked of the feedback."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from shopkeeper.core.actors import Actor
from shopkeeper.feedback.contracts import FeedbackCard, FeedbackKind, MentionCard
from shopkeeper.feedback.models import Feedback, Handling, Invitation, Mention
from shopkeeper.feedback.rules.scores import judge

LOW = (
    Q(scale="nps", score__lte=6)
    | Q(scale__in=("csat", "stars"), score__lt=3)
    | Q(scale="ces", score__lt=4)
    | Q(kind=FeedbackKind.COMPLAINT)
)

HIGH = Q(scale="nps", score__gte=9) | Q(scale__in=("csat", "stars"), score__gte=5) | Q(scale="ces", score__gte=6)


def feedback_visible_to(by: Actor) -> QuerySet[Feedback]:
    """What `by` may read: all of it, or what is about their outlets."""
    rows = Feedback.objects.filter(described=True)
    if by.scopes.company_wide:
        return rows
    return rows.filter(outlet__in=[UUID(outlet) for outlet in by.scopes.values.get("outlet_id", frozenset())])


def list_inbox(
    *, by: Actor, view: str = "low", topic_id: UUID | None = None, since: datetime | None = None, limit: int = 60
) -> list[FeedbackCard]:
    """The newest feedback of one view: `low` (unhappy, nobody took note), `words` (somebody wrote), `all`."""
    rows = of_view(feedback_visible_to(by), view)
    if topic_id:
        rows = rows.filter(mentions__topic=topic_id)
    if since:
        rows = rows.filter(occurred_at__gte=since)
    return cards_of(rows.order_by("-occurred_at")[:limit])


def list_feedback_of(customer_ids: Sequence[UUID], *, limit: int = 100) -> list[FeedbackCard]:
    """What one person said, newest first."""
    return cards_of(Feedback.objects.filter(customer__in=customer_ids).order_by("-occurred_at")[:limit])


def list_feedback_on_order(order_id: UUID) -> list[FeedbackCard]:
    """What was said about an order."""
    return cards_of(Feedback.objects.filter(order=order_id).order_by("-occurred_at"))


def list_feedback_on_product(product_id: UUID, *, by: Actor, limit: int = 5) -> list[FeedbackCard]:
    """What was said about a product in words, newest first."""
    rows = feedback_visible_to(by).filter(product=product_id).exclude(text="")
    return cards_of(rows.order_by("-occurred_at")[:limit])


def find_feedback(feedback_id: UUID) -> FeedbackCard | None:
    """One feedback."""
    return next(iter(cards_of(Feedback.objects.filter(pk=feedback_id))), None)


def find_invitation(*, source: str = "", source_key: str = "", order_id: UUID | None = None) -> UUID | None:
    """The invitation of that name, or the latest one about an order."""
    rows = Invitation.objects.filter(source=source, source_key=source_key)
    found = rows.values_list("id", flat=True).first() if source_key else None
    if found is None and order_id is not None:
        about = Invitation.objects.filter(order=order_id).order_by("-sent_at")
        found = about.values_list("id", flat=True).first()
    return found


def get_feedback_cards(feedback_ids: Iterable[UUID]) -> dict[UUID, FeedbackCard]:
    """Many at once."""
    return {card.id: card for card in cards_of(Feedback.objects.filter(pk__in=set(feedback_ids)))}


def cards_of(rows: QuerySet[Feedback]) -> list[FeedbackCard]:
    """Rows as others know them."""
    mentions = Prefetch("mentions", Mention.objects.select_related("topic").order_by("span_start"))
    joined = rows.select_related("outlet", "product", "handling").prefetch_related(mentions)
    return [_card(row) for row in joined]


def _card(row: Feedback) -> FeedbackCard:
    handling = getattr(row, "handling", None)
    return FeedbackCard(
        id=row.id,
        kind=FeedbackKind(row.kind),
        channel=row.channel,
        touchpoint=row.touchpoint,
        scale=row.scale,
        score=row.score,
        verdict=judge(row.scale, row.score),
        title=row.title,
        text=row.text,
        language=row.language,
        occurred_at=row.occurred_at,
        customer_id=row.customer_id,
        order_id=row.order_id,
        outlet_id=row.outlet_id,
        outlet=row.outlet.name if row.outlet else "",
        product=(row.product.name or row.product.sku) if row.product else "",
        source=row.source,
        noted=handling.outcome if handling else "",
        mentions=tuple(_mention(mention, row.text) for mention in row.mentions.all()),
    )


def _mention(row: Mention, text: str) -> MentionCard:
    words = text[row.span_start : row.span_end]
    return MentionCard(row.topic_id, row.topic.name, float(row.sentiment), words, row.span_start, row.span_end)


def list_thanks(*, by: Actor, since: datetime, limit: int = 1) -> list[FeedbackCard]:
    """The newest kind words of people with a name, said about the actor's own outlets."""
    outlets = [UUID(outlet) for outlet in by.scopes.values.get("outlet_id", frozenset())]
    rows = Feedback.objects.filter(outlet__in=outlets, occurred_at__gte=since, described=True, customer__isnull=False)
    kind = rows.filter(HIGH).exclude(text="")
    return cards_of(kind.order_by("-occurred_at")[:limit]) if outlets else []


def of_view(rows: QuerySet[Feedback], view: str) -> QuerySet[Feedback]:
    """The feedback of one view of the inbox."""
    if view == "low":
        noted = Handling.objects.filter(feedback=OuterRef("pk"))
        return rows.filter(LOW, ~Exists(noted))
    return rows.exclude(text="") if view == "words" else rows
