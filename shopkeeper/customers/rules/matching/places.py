"""Addresses in standard form: house number, street, city, postcode."""

import re

from shopkeeper.customers.rules.matching.letters import joined, plain

_SHORT = """
street st str strasse; road rd; avenue ave av avn; drive dr; lane ln; court ct crt; place pl; boulevard blvd bvd;
crescent cres cr; circuit cct; circle cir; square sq; terrace ter tce; parade pde; parkway pkwy; highway hwy; close cl;
gardens gdns; grove gr; mount mt; north n; south s; east e; west w; northwest nw; northeast ne; southwest sw;
southeast se; unit apt flat apartment ste suite; route rte; avenida avda; plaza pza; rua r
"""
_WORDS = {short: long for long, *others in (group.split() for group in _SHORT.split(";")) for short in others}
_GLUED = re.compile(r"(?<=[a-z]{3})str(asse)?$")
_NUMBER = re.compile(r"[0-9]+")


def read_street(text: str) -> tuple[str | None, str | None]:
    """House number and street: "12b Elm St." gives "12" and "b elm street"."""
    words = plain(text).split(" ") if text else []
    number, street = None, []
    for word in words:
        found = _NUMBER.match(word)
        if number is None and found:
            number = found.group().lstrip("0") or None
            word = word[found.end() :]
        if word:
            street.append(_WORDS.get(word) or _GLUED.sub(" street", word))
    return number, " ".join(street) or None


def read_city(text: str) -> str | None:
    """The letters of a city's name."""
    return joined(text) or None


def read_postcode(text: str) -> str | None:
    """Letters and digits of a postcode."""
    return joined(text) or None
