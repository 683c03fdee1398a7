"""What improvement does again and again."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.improvement.figures import read_watches

schedule.register("improvement.read_watches", every=timedelta(hours=6), sweep=read_watches)
