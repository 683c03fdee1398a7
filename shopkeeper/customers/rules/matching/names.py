"""A person's name in parts: given name, its full form, family name, generation; however it was written down."""

import re
from dataclasses import dataclass, replace

from shopkeeper.customers.rules.matching.letters import plain
from shopkeeper.customers.rules.matching.nicknames import FULL_FORMS


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _set("""
mr mrs ms miss mx sir dr prof professor sir dame lord lady rev herr frau fr mme mlle m sr sra srta don dona ing dipl mag
""")
_DEGREES = _set("phd md mba esq msc bsc ba ma dds cpa rn mbe obe cbe kbe frs kc qc mp dsc bt bart")
_PARTICLES = _set("""
de da do dos das del della di du la le van von der den ten ter zu zum el al bin ibn ben abu mac mc san st saint
""")
_PEERAGES = re.compile(
    r"(the )?([0-9]+(st|nd|rd|th)|first|second|third|baron|baroness|baronet|earl|viscount|duke|marquess|count|lord)\b"
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_ONE_WORD = re.compile(r"[\u4e00-\u9fff\uac00-\ud7a3]{2,4}")
"""Chinese and Korean names as they are written: one sign for the family, the others for the given name."""

_NO_NAME = _set("unknown none null na n test customer guest cash xxx noname anonymous nobody")
_GENERATIONS = {
    **dict.fromkeys(["sr", "senior", "snr"], "1"),
    **dict.fromkeys(["jr", "junior", "jnr", "ii", "2nd", "filho"], "2"),
    **dict.fromkeys(["iii", "3rd", "neto"], "3"),
    "iv": "4",
}
_PIECES = re.compile(r"[a-z]+|[0-9]+")
_MAILBOX = re.compile(r"[^a-z]+")
_APOSTROPHES = re.compile(r"['’`´]")


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name that are compared; None where nothing is known."""

    given: str | None = None
    nick: str | None = None
    """The given name in its full form: "bob" becomes "robert"."""
    middle: str | None = None
    family: str | None = None
    former: str | None = None
    """Another family name that the mailbox tells of: of "ann.reed@", who is called Lee."""
    generation: str | None = None


def read_name(given: str, family: str, full: str) -> Name:
    """The parts of a name from the two fields for them; what one of them lacks is taken from one that holds all."""
    if full and not (given and family):
        before, behind = _split(full)
        given, family = given or before, family or behind
    firsts = [word for word in _words(given) if word not in _TITLES] or _words(given)
    lasts, generation = _without_generation(_words(family))
    firsts, other = _without_generation(firsts)
    first = firsts[0] if firsts else None
    return Name(
        given=first,
        nick=FULL_FORMS.get(first, first) if first else None,
        middle=" ".join(firsts[1:]) or _find_middle(full, first, lasts),
        family=" ".join(lasts) or None,
        generation=generation or other,
    )


def _find_middle(full: str, first: str | None, lasts: list[str]) -> str | None:
    """What stands between the given and the family name in one that holds all."""
    words = _words(full) if full and first and lasts else []
    if first not in words or lasts[0] not in words:
        return None
    return " ".join(words[words.index(first) + 1 : words.index(lasts[0])]) or None


def complete_name(name: Name, box: str | None) -> Name:
    """What the mailbox adds, where it is made of a name: the given name if it is missing, a former family name."""
    words = [word for word in _MAILBOX.split(box or "") if word]
    if len(words) != 2 or len(words[1]) < 3:
        return name
    first, last = words
    initial = name.given is None or (len(name.given) == 1 and first[0] == name.given)
    if initial and name.family == last and len(first) > 1:
        return replace(name, given=first, nick=FULL_FORMS.get(first, first))
    if name.family and name.family != last and name.given and first in (name.given, name.nick, name.given[0]):
        return replace(name, former=last)
    return name


def remove_name(box: str, name: Name) -> str | None:
    """What a mailbox says beyond the name of its owner: "ann.lee77" of Ann Lee says "77", "alee" nothing."""
    family = (name.family or "").replace(" ", "")
    told = {name.given, name.nick, family, name.former, *(name.family or "").split(" ")}
    for first in (name.given, name.nick):
        if first and family:
            told |= {first[0], first[0] + family, first + family, family + first, family + first[0]}
    return "".join(word for word in _PIECES.findall(box) if word not in told) or None


def _words(text: str) -> list[str]:
    return [word for word in plain(_APOSTROPHES.sub("", text)).split(" ") if word and word not in _NO_NAME]


def _split(full: str) -> tuple[str, str]:
    """Given and family part of "Ann van Lee Jr.", "Lee, Ann" or "LEE"."""
    full = _ASIDE.sub(" ", full)
    if _ONE_WORD.fullmatch(full.strip()):
        return full.strip()[1:], full.strip()[:1]
    before, comma, after = full.partition(",")
    if comma and _PEERAGES.match(after.strip().lower()):
        full = before
    elif comma and not all(word in _GENERATIONS or word in _DEGREES for word in _words(after)):
        return after, before
    words = _words(full)
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    words, generation = _without_generation(words)
    if len(words) < 2:
        return "", " ".join(words + ([generation_word(generation)] if generation else []))
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in _PARTICLES:
        cut -= 1
    ending = [generation_word(generation)] if generation else []
    return " ".join(words[:cut]), " ".join([*words[cut:], *ending])


def generation_word(generation: str) -> str:
    """How a generation is written behind a name."""
    return {"1": "senior", "2": "junior", "3": "iii", "4": "iv"}[generation]


def _without_generation(words: list[str]) -> tuple[list[str], str | None]:
    generation = None
    while len(words) > 1 and (words[-1] in _GENERATIONS or words[-1] in _DEGREES):
        generation = _GENERATIONS.get(words[-1], generation)
        words = words[:-1]
    return words, generation
