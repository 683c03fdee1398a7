"""What falls due."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.promises.actions import announce_breaches

schedule.register("promises.announce_breaches", every=timedelta(minutes=1), sweep=announce_breaches)
