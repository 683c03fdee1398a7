"""What the imports do again and again."""

from datetime import timedelta

from shopkeeper.connectors.actions import resume_runs
from shopkeeper.connectors.dispatch import forget_messages
from shopkeeper.connectors.hearing import Listener, carry_in_turn
from shopkeeper.connectors.uploads import forget_files, forget_files_of_erased
from shopkeeper.core import beats, schedule

schedule.register("connectors.resume_runs", every=timedelta(minutes=5), sweep=resume_runs)
schedule.register("connectors.forget_files", every=timedelta(hours=12), sweep=forget_files)
schedule.register("connectors.forget_files_of_erased", every=timedelta(hours=1), sweep=forget_files_of_erased)
schedule.register("connectors.carry_webhooks", every=timedelta(seconds=50), sweep=carry_in_turn)
schedule.register("connectors.forget_webhook_messages", every=timedelta(hours=12), sweep=forget_messages)
beats.register("connectors.carry_webhooks", Listener().carry_news)
