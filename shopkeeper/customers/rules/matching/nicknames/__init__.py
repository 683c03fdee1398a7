"""Short forms of given names, and the full names that each may be taken for.

A short form often belongs to several: Chris is Christopher, Christian or Christina, Nicky is Nicholas or Nicola. The
first full name is the one that it is filed under; the others count when two records are compared.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from shopkeeper.customers.rules.matching.nicknames.english import ENGLISH
from shopkeeper.customers.rules.matching.nicknames.northern import DUTCH, GERMAN, POLISH, RUSSIAN
from shopkeeper.customers.rules.matching.nicknames.southern import FRENCH, ITALIAN, SPANISH

_LANGUAGES = (ENGLISH, GERMAN, DUTCH, FRENCH, ITALIAN, SPANISH, POLISH, RUSSIAN)


def _read(language: str) -> list[list[str]]:
    return [line.split() for line in language.split("\n") if line]


def _full_forms() -> dict[str, tuple[str, ...]]:
    """Each name with the full names that claim it. One that an earlier language shortens is filed there."""
    forms: dict[str, tuple[str, ...]] = {}
    for groups in map(_read, _LANGUAGES):
        for full, *_short in groups:
            forms.setdefault(full, (full,))
        for full, *short in groups:
            for word in short:
                forms[word] = tuple(dict.fromkeys((*forms.get(word, ()), full)))
    return forms


_ALL_FULL_FORMS = _full_forms()
FULL_FORMS = {word: full for word, (full, *_others) in _ALL_FULL_FORMS.items()}
"""Each name with the full name that it is filed under."""


def _claims(word: str) -> frozenset[str]:
    return frozenset({word, *_ALL_FULL_FORMS.get(word, ())})


def _list_ambiguous() -> Iterator[str]:
    """Names that may be one with a name that is filed elsewhere."""
    claimed: Mapping[str, set[str]] = defaultdict(set)
    for word in _ALL_FULL_FORMS:
        for full in _claims(word):
            claimed[full].add(word)
    for words in claimed.values():
        if len({FULL_FORMS[word] for word in words}) > 1:
            yield from words


MAY_BE = {word: " ".join(sorted(_claims(word))) for word in _list_ambiguous()}
"""What each of those names may stand for, itself included: two that share a word may be one."""


_MOST = 3


def list_other_full_forms(word: str) -> tuple[str, ...]:
    """Further full names that claim a short form, under which whoever bears it is looked for, too: the first three."""
    return _ALL_FULL_FORMS.get(word, ())[1 : 1 + _MOST]


def share_full_form(one: str, other: str) -> bool:
    """Whether two given names may be forms of one: "nicky" is short for Nicola as well as for Nicholas."""
    return not _claims(one).isdisjoint(_claims(other))
