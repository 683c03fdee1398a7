"""What the delivery does again and again."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.delivery.actions.lanes import measure_lanes

schedule.register("delivery.measure_lanes", every=timedelta(hours=2), sweep=measure_lanes)
