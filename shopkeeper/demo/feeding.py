"""How old the demo's feeds were in the last weeks, looked at as its worker would have looked, if less often."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shopkeeper.core.actors import Actor
from shopkeeper.demo.scenario import Scenario
from shopkeeper.demo.troubles import HiddenCollection, RefusingSupplier
from shopkeeper.inventory import public as inventory

SUPPLIERS_FILE = timedelta(hours=31)
"""How old the file is of the supplier that refuses what was ordered."""
_WEEKS, _EVERY = timedelta(days=30), timedelta(hours=3)
_IN_TIME = timedelta(minutes=5)


def look_back(scenario: Scenario, *, by: Actor, now: datetime) -> int:
    """Look at the feeds of every third hour: the late tills since they are late, the stale file all the time."""
    codes = [location.code for location in inventory.list_locations(by=by) if location.stale_after_minutes is not None]
    looked, at = 0, now - _WEEKS
    while at < now:
        ages = _late(scenario, day=(at.date() - now.date()).days)
        for code in codes:
            inventory.hear_from(location=code, by=by, now=at - ages.get(code, _IN_TIME))
        inventory.allow_closed_hours(by=by, now=at)
        looked += inventory.look_at_feeds(by=by, now=at)
        at += _EVERY
    inventory.allow_closed_hours(by=by, now=now)
    return looked


def _late(scenario: Scenario, *, day: int) -> Mapping[str, timedelta]:
    """Who is late on a day of the story, and how late."""
    hidden, refusing = scenario.find(HiddenCollection), scenario.find(RefusingSupplier)
    late = {refusing.supplier: SUPPLIERS_FILE} if refusing else {}
    if hidden and day >= hidden.since:
        late |= dict.fromkeys(hidden.stores, timedelta(minutes=hidden.feed_minutes))
    return late
