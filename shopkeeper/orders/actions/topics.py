"""Reasons come from the one tree of topics, so that they count as the voice of the customer."""

from uuid import UUID

from shopkeeper.interactions import public as interactions


def find_reason(code: str) -> UUID | None:
    """The topic of a code; none for no code.

    :raises TopicNotFound: when the reason is not in the tree
    """
    topic = interactions.find_topic(code) if code else None
    if code and topic is None:
        raise interactions.TopicNotFound(key=code)
    return topic.id if topic else None
