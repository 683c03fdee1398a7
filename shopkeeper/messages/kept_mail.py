"""Mail where no mail server is set: each message becomes a file that any mail program opens, and nothing goes out."""

from collections.abc import Iterable, Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class KeptMail(BaseEmailBackend):
    """Writes `<Message-ID>.eml` into a folder, again over the same file, so that a retried message is there once."""

    def __init__(self, *, folder: str, alias: str | None = None, **options: Any) -> None:
        super().__init__(alias=alias, **options)
        self._folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write all of them; returns how many."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        whole = message.message()
        name = parseaddr(whole.get("Message-ID", ""))[1].partition("@")[0] or uuid4().hex
        draft = self._folder / f".{name}"
        draft.write_bytes(whole.as_bytes())
        draft.replace(self._folder / f"{name}.eml")


def forget_kept(messages: Iterable[UUID], folder: Path) -> None:
    """Delete the files of these messages."""
    for message in messages:
        (folder / f"{message}.eml").unlink(missing_ok=True)
