"""What a person can do, and where one can go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A way to somewhere, in words that say what is there."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do; `post` makes it a form."""

    label: str
    url: str
    icon: str = ""
    post: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    primary: bool = False
    danger: bool = False
    consequence: str = ""
    refused: str = ""
    """Why it cannot be done now; the button stays visible but quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One choice above a list; its address holds the whole state of the list."""

    label: str
    url: str
    is_on: bool = False
    count: int | None = None
    icon: str = ""
