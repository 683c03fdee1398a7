"""Each hour every feed is looked at once, so that its age can be seen over time."""

from datetime import UTC, datetime

from django.db import connection

from shopkeeper.core.actions import one_statement_action
from shopkeeper.core.actors import Actor

_LOOK = """
INSERT INTO inventory_feedlook (id, location_id, hour, looked_at, limit_minutes, age_minutes)
SELECT uuidv7(), id, %(hour)s, %(now)s, stale_after_minutes,
    CASE WHEN fed_at > %(now)s THEN 0 ELSE ceil(extract(epoch FROM %(now)s - fed_at) / 60)::int END
FROM inventory_location WHERE stale_after_minutes IS NOT NULL AND switched_off_at IS NULL ORDER BY id
ON CONFLICT (location_id, hour) DO NOTHING"""


@one_statement_action
def look_at_feeds(*, by: Actor, now: datetime) -> int:
    """Note how old the feed of each location is, unless this hour knows it. Gives how many were looked at.

    A location that was never heard of is not fresh; one that is switched off sells nothing and is left out.
    """
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, {"hour": hour, "now": now})
        return int(cursor.rowcount)
