"""What the imports do again and again."""

from datetime import timedelta

from shopkeeper.connectors.actions import resume_runs
from shopkeeper.connectors.dispatch import carry_webhooks, forget_messages
from shopkeeper.connectors.uploads import forget_files, forget_files_of_erased
from shopkeeper.core import schedule

schedule.register("connectors.resume_runs", every=timedelta(minutes=5), sweep=resume_runs)
schedule.register("connectors.forget_files", every=timedelta(hours=12), sweep=forget_files)
schedule.register("connectors.forget_files_of_erased", every=timedelta(hours=1), sweep=forget_files_of_erased)
schedule.register("connectors.carry_webhooks", every=timedelta(seconds=50), sweep=carry_webhooks)
schedule.register("connectors.forget_webhook_messages", every=timedelta(hours=12), sweep=forget_messages)
