"""What some sources know of a person besides name, contacts and address, in standard form."""

from shopkeeper.customers.rules.matching.letters import plain

_GENDERS = {
    **dict.fromkeys(("m", "male", "man", "mr", "masculine", "h", "homme", "mann", "maennlich", "1"), "m"),
    **dict.fromkeys(
        ("f", "female", "woman", "mrs", "ms", "miss", "feminine", "w", "frau", "femme", "weiblich", "2"), "f"
    ),
}
_UNSAID = frozenset(("unknown", "u", "x", "na", "n a", "none", "null", "not stated", "other", "0", "9"))


def read_gender(text: str) -> str | None:
    """ "m" or "f" for what is written for them in many systems (ISO 5218 has 1 and 2), other words as they are."""
    word = plain(text) if text else ""
    return None if word in _UNSAID else _GENDERS.get(word, word) or None


def read_words(text: str) -> str | None:
    """Plain words, or None for what is written where nothing is known."""
    words = plain(text) if text else ""
    return None if words in _UNSAID else words or None
