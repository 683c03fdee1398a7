"""What the imports do again and again."""

from datetime import timedelta

from shopkeeper.connectors.actions import resume_runs
from shopkeeper.connectors.uploads import forget_files, forget_files_of_erased
from shopkeeper.core import schedule

schedule.register("connectors.resume_runs", every=timedelta(minutes=5), sweep=resume_runs)
schedule.register("connectors.forget_files", every=timedelta(hours=12), sweep=forget_files)
schedule.register("connectors.forget_files_of_erased", every=timedelta(hours=1), sweep=forget_files_of_erased)
