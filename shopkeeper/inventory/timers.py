"""What falls due."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.inventory.actions.asking import end_unconfirmed
from shopkeeper.inventory.actions.buffers import apply_buffers
from shopkeeper.inventory.actions.checking import check_stock
from shopkeeper.inventory.actions.claims import expire_reservations
from shopkeeper.inventory.actions.feed_looks import look_at_feeds
from shopkeeper.inventory.actions.gathering import gather_positions
from shopkeeper.inventory.actions.held import replay_held_movements
from shopkeeper.inventory.actions.lessons import learn_buffers
from shopkeeper.inventory.actions.overdue import put_off_overdue
from shopkeeper.inventory.actions.restock import tell_who_waits
from shopkeeper.inventory.actions.silence import allow_closed_hours
from shopkeeper.inventory.actions.suggestions import suggest_stock
from shopkeeper.inventory.actions.trust import learn_trust
from shopkeeper.inventory.actions.waiting import serve_queues

schedule.register("inventory.expire_reservations", every=timedelta(seconds=20), sweep=expire_reservations)
schedule.register("inventory.replay_held_movements", every=timedelta(minutes=1), sweep=replay_held_movements)
schedule.register("inventory.apply_buffers", every=timedelta(minutes=1), sweep=apply_buffers)
schedule.register("inventory.allow_closed_hours", every=timedelta(minutes=1), sweep=allow_closed_hours)
schedule.register("inventory.look_at_feeds", every=timedelta(minutes=10), sweep=look_at_feeds)
schedule.register("inventory.check_stock", every=timedelta(minutes=1), sweep=check_stock)
schedule.register("inventory.learn_buffers", every=timedelta(hours=6), sweep=learn_buffers)
schedule.register("inventory.put_off_overdue", every=timedelta(minutes=30), sweep=put_off_overdue)
schedule.register("inventory.serve_queues", every=timedelta(minutes=1), sweep=serve_queues)
schedule.register("inventory.end_unconfirmed", every=timedelta(minutes=1), sweep=end_unconfirmed)
schedule.register("inventory.tell_who_waits", every=timedelta(minutes=1), sweep=tell_who_waits)
schedule.register("inventory.suggest_stock", every=timedelta(hours=24), sweep=suggest_stock)
schedule.register("inventory.learn_trust", every=timedelta(hours=24), sweep=learn_trust)
schedule.register("inventory.gather_positions", every=timedelta(hours=24), sweep=gather_positions)
