"""What remains of an erased record: a keyed hash of its name in its source, from which nothing can be read."""

import hashlib
import hmac


def digest_of_key(source: str, source_key: str, *, secret: str) -> bytes:
    """The hash of a record's source and key, 32 bytes."""
    return hmac.digest(secret.encode(), f"{source}\x1f{source_key}".encode(), hashlib.sha256)
