"""Carriers of messages: e-mail over SMTP; SMS and letters are ports that nobody has connected yet."""

from smtplib import SMTPRecipientsRefused
from typing import Protocol

from django.core.mail import EmailMessage

from shopkeeper.core import mail
from shopkeeper.messages.contracts import Letter
from shopkeeper.messages.errors import ChannelNotConfigured


class NobodyThere(Exception):
    """The other side knows no such mailbox or number: another try is of no use."""


class Carrier(Protocol):
    """Takes one message over the network, or raises."""

    def carry(self, letter: Letter) -> None:
        """Hand the message over.

        :raises NobodyThere: when there is no such mailbox or number
        """


class Email:
    """Mail as the setting MAILERS says: over SMTP, or kept in a folder."""

    def carry(self, letter: Letter) -> None:
        """Hand the message over."""
        # The same id at every try: a server that took the message before the line broke delivers it once.
        headers = {"Message-ID": f"<{letter.message_id}@shopkeeper>"}
        try:
            EmailMessage(letter.subject, letter.body, to=[letter.contact_point], headers=headers).send()
        except SMTPRecipientsRefused as refused:
            raise _understand(refused) from refused


def _understand(refused: SMTPRecipientsRefused) -> Exception:
    """5.1.x says that the address is bad, 5.2.1 that the mailbox is closed; all else may be about us (RFC 3463)."""
    said = [(code, text.decode(errors="replace")) for code, text in refused.recipients.values()]
    if said and all(code // 100 == 5 and text.startswith(("5.1.", "5.2.1")) for code, text in said):
        return NobodyThere(said[0][1])
    return refused


_CARRIERS: dict[str, Carrier] = {"email": Email()}


def connect(channel: str, carrier: Carrier) -> None:
    """Let an installation bring a carrier of its own (SMS, letters)."""
    _CARRIERS[channel] = carrier


def get_carrier(channel: str) -> Carrier:
    """The carrier of a channel.

    :raises ChannelNotConfigured: when there is none
    """
    if channel not in _CARRIERS:
        raise ChannelNotConfigured(channel=channel)
    return _CARRIERS[channel]


def keeps(channel: str) -> bool:
    """Whether what is handed over by this channel stays here, since no mail server is set."""
    return channel == "email" and not mail.goes_out()


def can_carry(channel: str) -> bool:
    """Whether anything can be sent by this channel."""
    return channel in _CARRIERS
