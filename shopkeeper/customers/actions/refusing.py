"""Records of people who were erased stay out: by their key for ever, by an address or number until they are news."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from shopkeeper.core.intake import Staged
from shopkeeper.customers.errors import ErasedContactTold
from shopkeeper.customers.models import ErasedKey, Erasure
from shopkeeper.customers.queries.erasures import find_erased_lines, find_erasure_of, find_lines_with_erased_contact
from shopkeeper.customers.rules.erased_contacts import is_news
from shopkeeper.customers.rules.erased_keys import digest_of_key
from shopkeeper.customers.sql import read, run

_REFUSE = "UPDATE {table} SET refusal = %(code)s WHERE line = ANY(%(lines)s)"
_OF_BATCH = """
SELECT line, coalesce(nullif(btrim(source), ''), %(source)s) AS source, source_key, email, phone
FROM {table} WHERE line >= %(first)s AND line < %(last)s AND refusal IS NULL
"""

# What is known here under the same key is somebody living, whatever address they share.
_UNKNOWN = """
WITH told AS (
    SELECT line, coalesce(nullif(btrim(source), ''), %(source)s) AS source, {columns}
    FROM {table} WHERE line = ANY(%(lines)s) AND refusal IS NULL
)
SELECT line, source, {columns} FROM told AS t WHERE NOT EXISTS (
    SELECT FROM customers_sourcerecord AS r
    WHERE r.source = t.source AND r.source_key = t.source_key AND r.described
)
"""
_COLUMNS = (
    "source_key", "given_name", "family_name", "full_name", "email", "phone", "published_at", "changed_at"
)  # fmt: skip


def refuse_erased(staged: Staged, *, now: datetime) -> None:
    """Keep out the records of people who were erased; nothing is done while nobody was."""
    if not Erasure.objects.exists():
        return
    facts = {"source": staged.source, "first": staged.first, "last": staged.last}
    rows = read(_OF_BATCH.format(table=staged.table), facts)
    by_key = find_erased_lines((line, source, key) for line, source, key, *_ in rows)
    _refuse(staged, "erased", [line for line, by_contact in by_key.items() if not by_contact])
    learned = {line for line, by_contact in by_key.items() if by_contact}
    lines = learned | find_lines_with_erased_contact((line, email, phone) for line, _, _, email, phone in rows)
    if lines:
        _hold(staged, sorted(lines), now=now)


def check_news(said: Mapping[str, Any], *, now: datetime) -> None:
    """The same of a record that comes alone and has an erased person's address or number.

    :raises ErasedContactTold: when its source does not say that it is newer than the erasure
    """
    erasure = find_erasure_of(said)
    if erasure and not _is_news(said, erasure, now=now):
        raise ErasedContactTold


def _refuse(staged: Staged, code: str, lines: list[int]) -> None:
    run(_REFUSE.format(table=staged.table), {"lines": lines, "code": code})


def _hold(staged: Staged, lines: list[int], *, now: datetime) -> None:
    """Refuse what is no news, and remember its key: what else a file says of it leads to nobody."""
    statement = _UNKNOWN.format(table=staged.table, columns=", ".join(_COLUMNS))
    held, keys = [], []
    for line, *values in read(statement, {"lines": lines, "source": staged.source}):
        said = dict(zip(("source", *_COLUMNS), values, strict=True))
        erasure = find_erasure_of(said)
        if erasure and not _is_news(said, erasure, now=now):
            held.append(line)
            digest = digest_of_key(said["source"], said["source_key"], secret=settings.ERASURE_KEY)
            keys.append(ErasedKey(erasure=erasure, digest=digest, by_contact=True))
    _refuse(staged, "erased_contact", held)
    ErasedKey.objects.bulk_create(keys, ignore_conflicts=True)


def _is_news(said: Mapping[str, Any], erasure: Erasure, *, now: datetime) -> bool:
    times = {name: said[name] for name in ("published_at", "changed_at")}
    return is_news(**times, erased_at=erasure.carried_out_at, now=now)
