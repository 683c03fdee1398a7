"""Writes of the interactions."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import yaml

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.events import announce
from shopkeeper.core.ids import new_id
from shopkeeper.core.schema import ensure_months
from shopkeeper.interactions.contracts import NewContact, TopicKind
from shopkeeper.interactions.errors import TopicNotFound, TopicWithinItself
from shopkeeper.interactions.events import ContactRecorded, TopicDescribed
from shopkeeper.interactions.models import Interaction, Topic
from shopkeeper.interactions.rules.keywords import tidy_keywords

_TAXONOMY = yaml.safe_load((Path(__file__).parent / "taxonomy.yaml").read_text(encoding="utf-8"))


@action
def record_contact(*, contact: NewContact, by: Actor, now: datetime) -> UUID:
    """Write down that a customer got in touch. The same source and key again changes nothing.

    :raises TopicNotFound: when the topic is not in the tree
    """
    topic = _get_topic(contact.topic_code) if contact.topic_code else None
    identifier = new_id()
    source_key = contact.source_key or str(identifier)
    day = contact.occurred_at.date()
    ensure_months(Interaction._meta.db_table, day, day)
    row, is_new = Interaction.objects.get_or_create(
        source=contact.source,
        source_key=source_key,
        occurred_at=contact.occurred_at,
        defaults={
            "id": identifier, "recorded_at": now, "kind": contact.kind, "channel": contact.channel,
            "record_id": contact.record_id, "customer_id": contact.customer_id, "outlet_id": contact.outlet_id,
            "employee_id": contact.employee_id, "topic": topic, "order_ref": contact.ref,
            "queue_seconds": contact.queue_seconds, "handle_seconds": contact.handle_seconds,
            "outcome": contact.outcome or "", "text": contact.text,
        },
    )  # fmt: skip
    if is_new:
        announce(_recorded(row, contact.topic_code), by=by, now=now)
    return row.id


@action
def describe_topic(
    *, code: str, name: str, kind: TopicKind, keywords: Sequence[str], parent_code: str = "", by: Actor, now: datetime
) -> UUID:
    """Give a topic its name, place and words; a new code makes a new topic.

    :raises TopicNotFound: when there is no such parent
    :raises TopicWithinItself: when the parent lies under the topic
    """
    parent = _get_topic(parent_code) if parent_code else None
    if parent is not None and code in _line_of(parent):
        raise TopicWithinItself
    facts = {"name": name, "kind": kind, "parent": parent, "keywords": list(tidy_keywords(keywords)), "described": True}
    new = {"source_key": code, "recorded_at": now}
    row, _ = Topic.objects.update_or_create(code=code, defaults=facts, create_defaults={**facts, **new})
    announce(TopicDescribed(topic_id=row.id, code=code), by=by, now=now)
    return row.id


@action
def plant_taxonomy(*, by: Actor, now: datetime) -> int:
    """Give a tree without words the ones to start with; gives how many topics got them. A tended tree is left alone."""
    if Topic.objects.exclude(keywords=[]).exists():
        return 0
    planted: dict[str, Topic] = {}
    for entry in _TAXONOMY:
        # A topic of the start is a stub, so that an import of the retailer's own tree takes it over.
        start = {"source_key": entry["code"], "recorded_at": now, "described": False, "name": entry["name"]}
        start |= {"kind": TopicKind.TOPIC, "parent": planted.get(entry.get("parent", ""))}
        topic, _ = Topic.objects.get_or_create(code=entry["code"], defaults=start)
        topic.keywords = list(tidy_keywords(entry["keywords"]))
        topic.save(update_fields=["keywords"])
        planted[topic.code] = topic
    return len(planted)


def _get_topic(code: str) -> Topic:
    topic = Topic.objects.filter(code=code).first()
    if topic is None:
        raise TopicNotFound(key=code)
    return topic


def _line_of(topic: Topic) -> set[str]:
    codes: set[str] = set()
    above: Topic | None = topic
    while above is not None and above.code not in codes:
        codes.add(above.code)
        above = above.parent
    return codes


def _recorded(row: Interaction, topic_code: str) -> ContactRecorded:
    return ContactRecorded(
        interaction_id=row.id,
        occurred_at=row.occurred_at,
        kind=row.kind,
        channel=row.channel,
        outcome=row.outcome,
        topic_code=topic_code,
        ref=row.order_ref,
        customer_id=row.customer_id,
        outlet_id=row.outlet_id,
    )
