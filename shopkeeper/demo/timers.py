"""What a demo does again and again; only the worker of a demo's home imports it."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.demo.living import is_behind, live_on

schedule.register("demo.live_on", every=timedelta(minutes=1), sweep=live_on, is_behind=is_behind)
