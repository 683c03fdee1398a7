"""What the delivery does again and again."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.delivery.actions.forecasts import forecast_breaches, tell_of_delays
from shopkeeper.delivery.actions.lanes import measure_lanes
from shopkeeper.delivery.actions.lines import notice_silence
from shopkeeper.delivery.actions.stages import measure_stages
from shopkeeper.delivery.actions.tracking import replay_held_scans
from shopkeeper.delivery.partners.errands import chase_partners

schedule.register("delivery.measure_lanes", every=timedelta(hours=2), sweep=measure_lanes)
schedule.register("delivery.measure_stages", every=timedelta(hours=2), sweep=measure_stages)
schedule.register("delivery.forecast_breaches", every=timedelta(minutes=30), sweep=forecast_breaches)
schedule.register("delivery.tell_of_delays", every=timedelta(minutes=30), sweep=tell_of_delays)
schedule.register("delivery.notice_silence", every=timedelta(minutes=30), sweep=notice_silence)
schedule.register("delivery.replay_held_scans", every=timedelta(minutes=10), sweep=replay_held_scans)
schedule.register("delivery.chase_partners", every=timedelta(minutes=5), sweep=chase_partners)
