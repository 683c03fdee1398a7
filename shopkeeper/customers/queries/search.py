"""Finding people by what a clerk hears or reads: a name with slips, an address, half a number, a card."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from shopkeeper.core.actors import Actor
from shopkeeper.customers.contracts import FoundCustomer
from shopkeeper.customers.queries.identity import find_customer_by_number, get_customer_cards

Finder = Callable[..., Iterable[UUID]]

_CERTAIN, _LIKELY = 1.0, 0.9
_LEAST_DIGITS, _LEAST_LETTERS = 4, 3
_SIMILAR = 0.42
"""How alike the typed words and a name must be, so that `jonathon smyth` still finds Jonathan Smith."""

_BY_CARD = """
SELECT DISTINCT coalesce(c.merged_into_id, c.id) FROM customers_matchkey AS k
JOIN customers_link AS l ON l.record_id = k.record_id AND l.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id
WHERE k.kind = 'card' AND k.digest = hashtextextended(upper(regexp_replace(%(text)s, '[^[:alnum:]]', '', 'g')), 3)
LIMIT 20
"""

_BY_PART = "SELECT customer_id FROM customers_profile WHERE search_text LIKE %(pattern)s LIMIT %(limit)s"

_BY_NAME = """
SELECT customer_id, word_similarity(%(plain)s, search_text) + 0.1 * (name ILIKE %(text)s)::int AS alike
FROM customers_profile
WHERE search_text %%> %(plain)s OR ({all_parts})
ORDER BY alike DESC, records DESC, name LIMIT %(limit)s
"""
"""Every operand is a constant when the statement is planned: only then is the index of letters used."""

_FINDERS: dict[str, tuple[str, Finder]] = {}


def register_finder(name: str, *, permission: str, find: Finder) -> None:
    """Let a module above find people by things of its own, such as an order number: `find(text, by=)` gives ids."""
    _FINDERS[name] = (permission, find)


def search_customers(text: str, *, by: Actor, limit: int = 20) -> list[FoundCustomer]:
    """The people who fit best, surest first. Nothing for fewer than three letters or four digits."""
    asked = " ".join(text.split())[:120]
    scores: dict[UUID, float] = {}
    for customer, score in [*_find_surely(asked, by), *_find_by_part(asked, limit), *_find_by_name(asked, limit)]:
        scores[customer] = max(score, scores.get(customer, 0.0))
    cards = get_customer_cards(scores)
    found = {card.id: FoundCustomer(card, scores[asked_id]) for asked_id, card in cards.items()}
    return sorted(found.values(), key=lambda hit: (-hit.score, hit.card.name))[:limit]


def _find_surely(asked: str, by: Actor) -> list[tuple[UUID, float]]:
    finders = [find for permission, find in _FINDERS.values() if by.may(permission)]
    found = [customer for find in finders for customer in find(asked, by=by)]
    numbered = find_customer_by_number(asked)
    carded = [row[0] for row in _rows(_BY_CARD, {"text": asked})] if len(asked) >= _LEAST_DIGITS else []
    return [(customer, _CERTAIN) for customer in (*found, *([numbered] if numbered else []), *carded)]


def _find_by_part(asked: str, limit: int) -> list[tuple[UUID, float]]:
    """By an e-mail address, or the digits of a telephone number however it was typed."""
    digits = re.sub(r"\D", "", asked).lstrip("0")
    if "@" in asked:
        part = asked.lower()
    elif re.fullmatch(r"[\d\s+()./-]+", asked) and len(digits) >= _LEAST_DIGITS:
        part = digits
    else:
        return []
    rows = _rows(_BY_PART, {"pattern": f"%{_literal(part)}%", "limit": limit})
    return [(customer, _LIKELY) for (customer,) in rows]


def _find_by_name(asked: str, limit: int) -> list[tuple[UUID, float]]:
    if "@" in asked or len(re.sub(r"[\W\d_]", "", asked)) < _LEAST_LETTERS:
        return []
    plain = _rows("SELECT lower(unaccent(%(text)s))", {"text": asked})[0][0]
    words = [word for word in plain.split() if len(word) > 1] or [plain]
    parts = {f"part{place}": f"%{_literal(word)}%" for place, word in enumerate(words)}
    statement = _BY_NAME.replace("{all_parts}", " AND ".join(f"search_text LIKE %({part})s" for part in parts))
    rows = _rows(statement, {"text": asked, "plain": plain, "limit": limit, **parts})
    return [(customer, min(alike, _LIKELY)) for customer, alike in rows]


def _rows(statement: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, false)", [str(_SIMILAR)])
        cursor.execute(statement, facts)
        return cursor.fetchall()


def _literal(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
