"""What the customer record does again and again."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.customers.actions.hearing import weigh_sources
from shopkeeper.customers.actions.nights import relink_at_night

NIGHTLY = "customers.relink_at_night"

schedule.register(NIGHTLY, every=timedelta(minutes=10), sweep=relink_at_night)
schedule.register("customers.weigh_sources", every=timedelta(minutes=30), sweep=weigh_sources)
