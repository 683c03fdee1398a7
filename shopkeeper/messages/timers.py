"""What falls due."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.messages.actions import send_due_messages

schedule.register("messages.send_due_messages", every=timedelta(minutes=1), sweep=send_due_messages)
