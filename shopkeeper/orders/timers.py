"""What falls due."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.orders.actions.awaiting import follow_late
from shopkeeper.orders.actions.keeping import release_uncollected
from shopkeeper.orders.actions.letters import remind_collectors
from shopkeeper.orders.actions.resourcing import source_waiting
from shopkeeper.orders.actions.searching import tell_searches
from shopkeeper.orders.actions.unpaid import release_unpaid

schedule.register("orders.tell_searches", every=timedelta(hours=6), sweep=tell_searches)
schedule.register("orders.source_waiting", every=timedelta(minutes=10), sweep=source_waiting)
schedule.register("orders.remind_collectors", every=timedelta(minutes=30), sweep=remind_collectors)
schedule.register("orders.release_uncollected", every=timedelta(minutes=10), sweep=release_uncollected)
schedule.register("orders.follow_late", every=timedelta(hours=1), sweep=follow_late)
schedule.register("orders.release_unpaid", every=timedelta(minutes=10), sweep=release_unpaid)
