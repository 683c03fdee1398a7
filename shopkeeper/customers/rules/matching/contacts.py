"""Telephone numbers, e-mail addresses and card numbers in standard form."""

import re

_DIGITS = re.compile(r"\D+")
_EMAIL = re.compile(r"([^@\s]{1,64})@([^@\s]+\.[^@\s.]+)")
_LETTERS = re.compile(r"[^a-z]+")
_SPARE = re.compile(r"[^0-9A-Z]+")
_SAME_MAILBOX = {"googlemail.com": "gmail.com"}

_NOBODYS = frozenset(
    ("unknown", "noreply", "donotreply", "none", "nobody", "noemail", "nomail", "na", "test", "guest", "anonymous")
)
"""Mailboxes, without marks, that are written where no address is known."""

_RUNS = "01234567890123456789", "98765432109876543210"

_NATIONAL = 9
"""The last digits tell numbers apart with and without country code and trunk zero."""


def read_phone(text: str) -> str | None:
    """The last nine digits, or None for what cannot be anybody's number: too short, one digit over and over, a run."""
    digits = _DIGITS.sub("", text[:60])
    if len(digits) < 7 or len(set(digits[-7:])) < 3 or any(digits[-7:] in run for run in _RUNS):
        return None
    return digits[-_NATIONAL:]


def read_email(text: str) -> tuple[str | None, str | None]:
    """The address in small letters without what follows a plus, and the letters before the @."""
    found = _EMAIL.fullmatch(text.strip().lower()) if len(text) < 320 else None
    if not found:
        return None, None
    box, domain = found.groups()
    box = box.partition("+")[0] or box
    if _LETTERS.sub("", box) in _NOBODYS:
        return None, None
    return f"{box}@{_SAME_MAILBOX.get(domain, domain)}", box


def read_card(text: str) -> str | None:
    """A card number without spaces and strokes."""
    card = _SPARE.sub("", text[:60].upper())
    return card if len(card) > 3 and len(set(card)) > 1 else None
