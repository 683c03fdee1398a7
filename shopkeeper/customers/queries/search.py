"""Finding people by what a clerk hears or reads: a name with slips, an address, half a number, a card."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.customers.contracts import FoundCustomer
from shopkeeper.customers.queries.identity import find_customer_by_number, get_customer_cards
from shopkeeper.customers.sql import read

Finder = Callable[..., Iterable[UUID]]

_CERTAIN, _LIKELY = 1.0, 0.9
_LEAST_DIGITS, _LEAST_LETTERS = 4, 3
_ENOUGH = 5
"""With so many people found by what was typed, nobody is sought by what it resembles."""

_BY_CARD = """
SELECT DISTINCT coalesce(c.merged_into_id, c.id) FROM customers_matchkey AS k
JOIN customers_link AS l ON l.record_id = k.record_id AND l.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id
WHERE k.kind = 'card' AND k.digest = hashtextextended(upper(regexp_replace(%(text)s, '[^[:alnum:]]', '', 'g')), 3)
LIMIT 20
"""

_BY_END_OF_CARD = r"""
SELECT DISTINCT coalesce(c.merged_into_id, c.id) FROM (
    (SELECT id FROM customers_sourcerecord
     WHERE customers_card_end(card_number) LIKE reverse(%(end)s) || '%%' AND card_number <> '' LIMIT 100)
    UNION ALL
    (SELECT record_id FROM customers_formerversion
     WHERE customers_card_end(said ->> 'card_number') LIKE reverse(%(end)s) || '%%' AND said ->> 'card_number' <> ''
     LIMIT 100)
) AS r
JOIN customers_link AS l ON l.record_id = r.id AND l.ends_at IS NULL
JOIN customers_customer AS c ON c.id = l.customer_id
LIMIT %(limit)s
"""
"""People read the end of a card aloud, and not always of the one that they were given last."""

_BY_PART = "SELECT customer_id FROM customers_profile WHERE search_text LIKE %(pattern)s LIMIT %(limit)s"

_BY_EMAIL = """
SELECT customer_id FROM customers_profile
WHERE customers_words(search_text) @> customers_words(lower(unaccent(%(text)s))) AND search_text LIKE %(pattern)s
LIMIT %(limit)s
"""
"""An address is a few words to the index; who has one of them, such as `com`, has not that address."""

_WORDS = "SELECT lower(unaccent(%(text)s)), customers_words(lower(unaccent(%(text)s)))"

_MEANT = """
SELECT asked.place, 1, near.word FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, place)
CROSS JOIN LATERAL (
    SELECT n.word FROM customers_nameword AS n
    WHERE n.word > asked.word AND n.word < asked.word || chr(1114111) AND length(asked.word) > 1
    ORDER BY length(n.word), n.word LIMIT 60
) AS near
UNION ALL
SELECT asked.place, 2, near.word FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, place)
CROSS JOIN LATERAL (
    SELECT n.word FROM customers_nameword AS n
    WHERE n.word %% asked.word AND length(asked.word) > 3
      AND levenshtein_less_equal(n.word, asked.word, 2) <= CASE WHEN length(asked.word) < 5 THEN 1 ELSE 2 END
    ORDER BY similarity(n.word, asked.word) DESC, n.word LIMIT 20
) AS near
"""
"""Words of names that begin as a typed word does (1), and those that a slip or two makes of it (2)."""

_BY_WORDS = """
SELECT customer_id, word_similarity(%(plain)s, search_text) + 0.1 * (name ILIKE %(text)s)::int AS alike
FROM (SELECT * FROM customers_profile WHERE {all_words} LIMIT 200) AS found
ORDER BY alike DESC, records DESC, name LIMIT %(limit)s
"""
"""Of a name that thousands bear nobody reads all: 200 of them are ranked."""

_FINDERS: dict[str, tuple[str, Finder]] = {}


def register_finder(name: str, *, permission: str, find: Finder) -> None:
    """Let a module above find people by things of its own, such as an order number: `find(text, by=)` gives ids."""
    _FINDERS[name] = (permission, find)


def search_customers(text: str, *, by: Actor, limit: int = 20) -> list[FoundCustomer]:
    """The people who fit best, surest first. Nothing for fewer than three letters or four digits."""
    asked = " ".join(text.split())[:120]
    scores: dict[UUID, float] = {}
    for customer, score in [
        *_find_surely(asked, by),
        *_find_by_part(asked, limit),
        *_find_by_card(asked, limit),
        *_find_by_name(asked, limit),
    ]:
        scores[customer] = max(score, scores.get(customer, 0.0))
    cards = get_customer_cards(scores)
    found = {card.id: FoundCustomer(card, scores[asked_id]) for asked_id, card in cards.items()}
    return sorted(found.values(), key=lambda hit: (-hit.score, hit.card.name))[:limit]


def asks_too_little(text: str) -> bool:
    """Whether a question is too short to find anybody by a part of their name or number."""
    letters, digits = re.sub(r"[\W\d_]", "", text), re.sub(r"\D", "", text)
    return len(letters) < _LEAST_LETTERS and len(digits) < _LEAST_DIGITS


def _find_surely(asked: str, by: Actor) -> list[tuple[UUID, float]]:
    finders = [find for permission, find in _FINDERS.values() if by.may(permission)]
    found = [customer for find in finders for customer in find(asked, by=by)]
    numbered = find_customer_by_number(asked) or _find_by_id(asked)
    carded = [row[0] for row in read(_BY_CARD, {"text": asked})] if len(asked) >= _LEAST_DIGITS else []
    return [(customer, _CERTAIN) for customer in (*found, *([numbered] if numbered else []), *carded)]


def _find_by_id(asked: str) -> UUID | None:
    """By the id that another system keeps, whoever it was merged into."""
    try:
        return UUID(asked)
    except ValueError:
        return None


def _find_by_part(asked: str, limit: int) -> list[tuple[UUID, float]]:
    """By an e-mail address, or the digits of a telephone number however it was typed."""
    digits = re.sub(r"\D", "", asked).lstrip("0")
    if "@" in asked:
        part = read(_WORDS, {"text": asked})[0][0]
    elif re.fullmatch(r"[\d\s+()./-]+", asked) and len(digits) >= _LEAST_DIGITS:
        part = digits
    else:
        return []
    facts = {"text": part, "pattern": f"%{_literal(part)}%", "limit": limit}
    rows = (read(_BY_EMAIL, facts) if "@" in part else []) or read(_BY_PART, facts)
    return [(customer, _LIKELY) for customer, *_ in rows]


def _find_by_card(asked: str, limit: int) -> list[tuple[UUID, float]]:
    """By the last signs of a loyalty card, however they are grouped, and never by letters alone."""
    end = re.sub(r"[\s-]", "", asked).upper()
    if len(end) < _LEAST_DIGITS or not re.fullmatch(r"[0-9A-Z]*[0-9]{4}[0-9A-Z]*", end):
        return []
    return [(customer, _LIKELY) for (customer,) in read(_BY_END_OF_CARD, {"end": end, "limit": limit})]


def _find_by_name(asked: str, limit: int) -> list[tuple[UUID, float]]:
    """By whole words; where few fit, by words that begin alike, then by those a slip makes, then without one word."""
    if "@" in asked or len(re.sub(r"[\W\d_]", "", asked)) < _LEAST_LETTERS:
        return []
    plain, words = read(_WORDS, {"text": asked})[0]
    found: dict[UUID, float] = {}
    for choices, enough in _readings([word for word in words if len(word) > 1] or words):
        if len(found) < enough:
            found |= dict(_ask(choices, plain, asked, limit))
    return [(customer, min(alike, _LIKELY)) for customer, alike in found.items()]


def _readings(words: list[str]) -> Iterator[tuple[list[list[str]], int]]:
    """What each typed word may stand for, ever wider, and from how many people found on that is not asked any more."""
    yield [[word] for word in words], _ENOUGH
    meant = read(_MEANT, {"words": words})
    yield _widened(words, meant, 1), _ENOUGH
    wide = _widened(words, meant, 2)
    yield wide, _ENOUGH
    if len(words) > 1:  # one of them is wrong altogether
        yield from ((wide[:left] + wide[left + 1 :], 1) for left in range(len(wide)))


def _widened(words: list[str], meant: list[tuple[Any, ...]], most: int) -> list[list[str]]:
    """For each typed word all that it may stand for, from those that differ `most` in kind."""
    return [
        [word, *(near for place, kind, near in meant if place == number and kind <= most)]
        for number, word in enumerate(words, 1)
    ]


def _ask(choices: list[list[str]], plain: str, asked: str, limit: int) -> list[tuple[Any, ...]]:
    """People in whose names one word of each of the `choices` stands: their id, and how alike the name is."""
    facts = {f"words{place}": words for place, words in enumerate(choices)}
    every = " AND ".join(f"customers_words(search_text) && %({name})s::text[]" for name in facts)
    return read(_BY_WORDS.replace("{all_words}", every), {"plain": plain, "text": asked, "limit": limit, **facts})


def _literal(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
