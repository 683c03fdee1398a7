"""Carriers of messages: e-mail over SMTP; SMS and letters are ports that nobody has connected yet."""

from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from shopkeeper.messages.contracts import Letter
from shopkeeper.messages.errors import ChannelNotConfigured

KEPT_MAIL = "shopkeeper.messages.kept_mail.KeptMail"


class Carrier(Protocol):
    """Takes one message over the network, or raises."""

    def carry(self, letter: Letter) -> None:
        """Hand the message over."""


class Email:
    """Mail as the setting MAILERS says: over SMTP, or kept in a folder."""

    def carry(self, letter: Letter) -> None:
        """Hand the message over."""
        # The same id at every try: a server that took the message before the line broke delivers it once.
        headers = {"Message-ID": f"<{letter.message_id}@shopkeeper>"}
        EmailMessage(letter.subject, letter.body, to=[letter.contact_point], headers=headers).send()


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
    return channel == "email" and settings.MAILERS["default"]["BACKEND"] == KEPT_MAIL


def can_carry(channel: str) -> bool:
    """Whether anything can be sent by this channel."""
    return channel in _CARRIERS
