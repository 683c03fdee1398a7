"""Which of the values that a person's records say is the one on their profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rule(StrEnum):
    """How a value is chosen. What two values share goes to the more recent, then to the older record's id."""

    RECENT = "recent"
    SOURCE = "source"
    FREQUENT = "frequent"
    VERIFIED = "verified"
    DECLARED = "declared"
    ALL = "all"


ADDRESS = ("street", "city", "postcode", "region", "country")
"""What survives together, from one record."""
ATTRIBUTES = ("name", "email", "phone", "card_number", "born_on", "language", "address")
_ONLY_FOR = {Rule.VERIFIED: ("email", "phone", "address"), Rule.ALL: ("email", "phone", "card_number")}
NEEDS_SOURCES = (Rule.SOURCE, Rule.DECLARED)


@dataclass(frozen=True, slots=True)
class Choice:
    """The rule of an attribute; `sources` in their order, or those where people type their own data."""

    attribute: str
    rule: Rule = Rule.RECENT
    sources: tuple[str, ...] = ()


def list_offered(attribute: str) -> list[Rule]:
    """The rules that make sense for an attribute."""
    return [rule for rule in Rule if attribute in _ONLY_FOR.get(rule, ATTRIBUTES)]


def is_offered(choice: Choice) -> bool:
    """Whether there is such an attribute and the rule makes sense for it."""
    return choice.attribute in ATTRIBUTES and choice.rule in list_offered(choice.attribute)


def lacks_sources(choice: Choice) -> bool:
    """Whether the rule says nothing without naming sources, and names none."""
    return choice.rule in NEEDS_SOURCES and not choice.sources


def tidy_sources(choice: Choice, known: Sequence[str]) -> Choice:
    """The choice with each source once, and none that does not exist or that its rule does not ask for."""
    asked = dict.fromkeys(choice.sources) if choice.rule in NEEDS_SOURCES else {}
    return Choice(choice.attribute, choice.rule, tuple(name for name in asked if name in known))


class PinEnd(StrEnum):
    """Why a value set by hand ended: taken back, or its source says something new or the same."""

    TAKEN_BACK = "taken_back"
    MOVED = "moved"
    AGREES = "agrees"


def columns_of(attribute: str) -> tuple[str, ...]:
    """The columns of a profile that an attribute fills."""
    return ADDRESS if attribute == "address" else (attribute,)


def is_fit(attribute: str, value: Mapping[str, str]) -> bool:
    """Whether somebody could have this as their e-mail address, number, birthday, ...: not empty, not absurd."""
    if attribute not in ATTRIBUTES or set(value) - set(columns_of(attribute)) or not any(value.values()):
        return False
    return _FIT.get(attribute, lambda text: True)(next(iter(value.values())))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year > 1880
    except ValueError:
        return False


_FIT = {
    "email": lambda text: "@" in text[1:-1] and " " not in text,
    "phone": lambda text: sum(letter.isdigit() for letter in text) >= 5,
    "born_on": _is_day,
}
