"""What may be asked of the interactions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from shopkeeper.interactions.contracts import ContactCard, ContactKind, TopicCard, TopicKind
from shopkeeper.interactions.models import Interaction, Topic
from shopkeeper.interactions.rules.keywords import TopicWords


def list_topics(*, kind: TopicKind | None = None) -> list[TopicCard]:
    """The tree in the order of its codes; `kind` narrows it."""
    rows = Topic.objects.order_by("code")
    return [topic_card(row) for row in (rows.filter(kind=kind) if kind else rows)]


def find_topic(code: str) -> TopicCard | None:
    """The topic of that code."""
    row = Topic.objects.filter(code=code).first()
    return topic_card(row) if row else None


def topic_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of topics, for lists."""
    return dict(Topic.objects.filter(pk__in=set(ids)).values_list("id", "name"))


def list_words() -> list[TopicWords]:
    """Every topic that can be found in texts, with its words."""
    rows = Topic.objects.exclude(keywords=[]).order_by("code")
    return [TopicWords(row.id, tuple(row.keywords)) for row in rows]


def list_contacts_of(customer_ids: Sequence[UUID], *, limit: int = 100) -> list[ContactCard]:
    """The contacts of one person, newest first."""
    rows = Interaction.objects.filter(customer__in=customer_ids).select_related("topic").order_by("-occurred_at")
    return [contact_card(row) for row in rows[:limit]]


def count_contacts_of(customer_ids: Sequence[UUID], *, since: datetime) -> int:
    """How often this person got in touch since then."""
    return Interaction.objects.filter(customer__in=customer_ids, occurred_at__gte=since).count()


def topic_card(row: Topic) -> TopicCard:
    """A row as others know it."""
    return TopicCard(row.id, row.code, row.name, TopicKind(row.kind), row.parent_id, tuple(row.keywords))


def contact_card(row: Interaction) -> ContactCard:
    """A row as others know it."""
    return ContactCard(
        id=row.id,
        kind=ContactKind(row.kind),
        channel=row.channel,
        occurred_at=row.occurred_at,
        customer_id=row.customer_id,
        outlet_id=row.outlet_id,
        topic=row.topic.name if row.topic else "",
        ref=row.order_ref,
        queue_seconds=row.queue_seconds,
        handle_seconds=row.handle_seconds,
        outcome=row.outcome,
        text=row.text,
    )
