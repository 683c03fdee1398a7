"""How a name sounds, roughly: Russell's Soundex of 1918, with the first letter under its sound as well."""

from functools import lru_cache

_GROUPS = {"1": "bfpv", "2": "cgjkqsxz", "3": "dt", "4": "l", "5": "mn", "6": "r"}
_CODES = {letter: code for code, letters in _GROUPS.items() for letter in letters}
_SILENT = frozenset("hw")


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Four signs at most: "schmidt", "schmitt" and "smith" sound alike."""
    signs: list[str] = []
    last = ""
    for letter in word:
        code = _CODES.get(letter, "")
        if code and code != last:
            signs.append(code)
        if letter not in _SILENT:
            last = code
    if not signs:
        return word[:2]
    first = signs[0] if word[0] in _CODES else "0" + signs[0]
    return first + "".join(signs[1:4])
