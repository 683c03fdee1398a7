"""Which way of standardizing, filing and comparing records this program has."""

import hashlib

from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.customers.rules.matching.forms import COLUMNS

_VERSION = 7
"""Count on whenever a standard form changes, or what a signature makes of it: every record is then filed anew."""

SCHEME = int.from_bytes(
    hashlib.blake2b(repr((_VERSION, COLUMNS, PERSONS.fingerprint)).encode(), digest_size=3).digest()
)
"""Tells forms, keys and signatures of this program from those of another version."""
