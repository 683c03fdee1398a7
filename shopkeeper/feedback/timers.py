"""What the feedback does again and again."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.feedback.actions.analyzing import read_new_texts

schedule.register("feedback.read_texts", every=timedelta(minutes=2), sweep=read_new_texts)
