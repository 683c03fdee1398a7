"""Signatures of webhooks, in and out, by the Standard Webhooks scheme (standardwebhooks.com, 2023, v1)."""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import timedelta

TOLERANCE = timedelta(minutes=5)
PREFIX = "whsec_"


def new_secret() -> str:
    """A secret that nobody can guess, as it is handed to the other side."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(*, secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, with the secret's bytes as the key."""
    signed = message_id.encode() + b"." + timestamp.encode() + b"." + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def is_signed(
    *, secret: str, message_id: str, timestamp: str, signatures: str, body: bytes, at: float
) -> bool:  # fmt: skip
    """Whether one of the signatures (several while a secret is changed) is right, and the message is fresh."""
    if not message_id or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return False
    if abs(at - int(timestamp)) > TOLERANCE.total_seconds():
        return False
    expected = sign(secret=secret, message_id=message_id, timestamp=timestamp, body=body).encode()
    return any(hmac.compare_digest(expected, given.encode()) for given in signatures.split())


def _key(secret: str) -> bytes:
    text = secret.removeprefix(PREFIX)
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return text.encode()
