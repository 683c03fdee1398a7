"""What falls due."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.orders.actions.resourcing import source_waiting
from shopkeeper.orders.actions.searching import tell_searches

schedule.register("orders.tell_searches", every=timedelta(hours=6), sweep=tell_searches)
schedule.register("orders.source_waiting", every=timedelta(minutes=10), sweep=source_waiting)
