"""What falls due."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.payments.gateways.errands import chase_errands

schedule.register("payments.chase_errands", every=timedelta(minutes=1), sweep=chase_errands)
