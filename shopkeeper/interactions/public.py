"""What others may use of the interactions."""

from shopkeeper.interactions.actions import describe_topic, plant_taxonomy, record_contact
from shopkeeper.interactions.contracts import (
    FUNNEL,
    Channel,
    ContactCard,
    ContactKind,
    NewContact,
    Outcome,
    StepKind,
    TopicCard,
    TopicKind,
)
from shopkeeper.interactions.errors import TopicNotFound
from shopkeeper.interactions.queries import (
    count_contacts_of,
    find_topic,
    list_contacts_of,
    list_topics,
    list_words,
    topic_names,
)
from shopkeeper.interactions.rules.keywords import Span, TopicWords, find_topics

__all__ = [
    "FUNNEL", "Channel", "ContactCard", "ContactKind", "NewContact", "Outcome", "Span", "StepKind", "TopicCard",
    "TopicKind", "TopicNotFound", "TopicWords", "count_contacts_of", "describe_topic", "find_topic", "find_topics",
    "list_contacts_of", "list_topics", "list_words", "plant_taxonomy", "record_contact", "topic_names",
]  # fmt: skip
