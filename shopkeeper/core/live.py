"""Telling open pages that something changed: a topic, never data, so that each page asks again with its own rights."""

from django.db import connection

CHANNEL = "shopkeeper_live"


def tell(topic: str) -> None:
    """Let pages that show `topic` (`cases`, `import:7`) refresh once the running transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
