"""What is compared between two records of persons. One configuration for every retailer and every set of columns.

The figures are what is known beforehand of shoppers in general: how often each degree of agreement is met among two
records of one person (m) and among two persons (u). Training replaces them by what a retailer's own records say, as
far as there are enough of them.
"""

from dataclasses import replace

from shopkeeper.customers.rules.matching import commonness
from shopkeeper.customers.rules.matching.forms import DETAILS, KEYS
from shopkeeper.engines.linkage.conditions import (
    Across,
    Condition,
    Crossed,
    Longer,
    Missing,
    Near,
    NearlyCrossed,
    Neighbor,
    Part,
    Same,
    SharedWord,
    Short,
    Similar,
    both,
    either,
)
from shopkeeper.engines.linkage.model import Anchor, Comparison, Configuration, Contradiction, Level, bits_of

_SWAPPED_DAY_AND_MONTH = both(Part("born", 1, 4), Crossed("born_month", "born_day"))
_TWO_OF_THREE = either(
    both(Part("born", 1, 4), Part("born", 5, 2)),
    both(Part("born", 1, 4), Part("born", 7, 2)),
    both(Part("born", 5, 2), Part("born", 7, 2)),
)


def _compare(
    name: str, columns: tuple[str, ...], known_by: tuple[str, ...], *levels: Level, unless: Condition | None = None
) -> Comparison:
    missing = Missing(known_by)
    return Comparison(name, columns, either(missing, unless) if unless else missing, levels)


def _compare_if_known(name: str, *levels: Level) -> Comparison:
    """An attribute that few retailers keep: it weighs where a model saw it, and costs nothing elsewhere."""
    return replace(_compare(name, (name,), (name,), *levels), optional=True)


def _level(name: str, condition: Condition | None, m: float, u: float, kin: float, rare: str = "") -> Level:
    return Level(name, condition, m, u, kin, rare)


_GIVEN_SLIP = either(Similar("given", 0.9201), both(Near("given", 1), Similar("given", 0.8001)))
_FAMILY_SLIP = either(Similar("family", 0.9201), both(Near("family", 1), Similar("family", 0.8001)))

_CROSSED = either(Crossed("given", "family"), NearlyCrossed("given", "family", 0.8801))
"""Told once, of the given name: that the family name crosses, too, follows from it."""

GIVEN = _compare(
    "given", ("given", "nick", "family", "known", "may_be"), ("given",),
    _level("same", Same("given"), 0.80, 0.005, 0.02, "given"),
    _level("short_form", Same("nick"), 0.04, 0.002, 0.003, "nick"),
    _level("other_form", SharedWord("may_be"), 0.01, 0.002, 0.003),
    _level("crossed", _CROSSED, 0.01, 0.00002, 0.0001),
    _level("another", Longer("known"), 0.03, 0.35, 0.4),
    _level("slip", _GIVEN_SLIP, 0.07, 0.004, 0.02),
    _level("alike", Similar("given", 0.8001), 0.015, 0.015, 0.04),
    _level("other", None, 0.045, 0.97, 0.91),
    unless=Short("given"),
)  # fmt: skip

INITIAL = _compare(
    "initial", ("given",), ("given",),
    _level("same", Part("given", 1, 1), 0.93, 0.07, 0.10),
    _level("other", None, 0.07, 0.93, 0.90),
    unless=Longer("given"),
)  # fmt: skip

MIDDLE = _compare(
    "middle", ("middle",), ("middle",),
    _level("same", either(Same("middle"), SharedWord("middle")), 0.62, 0.04, 0.10),
    _level("initial", both(Short("middle"), Part("middle", 1, 1)), 0.25, 0.05, 0.06),
    _level("other", None, 0.13, 0.91, 0.84),
)  # fmt: skip

FAMILY = _compare(
    "family", ("family", "given", "former"), ("family",),
    _level("same", Same("family"), 0.82, 0.001, 0.9, "family"),
    _level("slip", _FAMILY_SLIP, 0.08, 0.0015, 0.005),
    _level("former", Across("family", "former"), 0.02, 0.0003, 0.005),
    _level("part", SharedWord("family"), 0.01, 0.0008, 0.02),
    _level("alike", Similar("family", 0.8301), 0.01, 0.006, 0.005),
    _level("other", None, 0.06, 0.99, 0.065),
    unless=_CROSSED,
)  # fmt: skip

BORN = _compare(
    "born", ("born", "born_year", "born_month", "born_day"), ("born",),
    _level("same", Same("born"), 0.88, 0.00005, 0.012, "born"),
    _level("turned", _SWAPPED_DAY_AND_MONTH, 0.01, 0.00005, 0.0005),
    _level("slip", Near("born", 1), 0.05, 0.0008, 0.003),
    _level("two_parts", _TWO_OF_THREE, 0.02, 0.004, 0.01),
    _level("year", Same("born_year"), 0.015, 0.015, 0.03),
    _level("impossible", Missing(("born_year",)), 0.005, 0.01, 0.01),
    _level("other", None, 0.02, 0.97, 0.9345),
)  # fmt: skip
"""Only what is clearly another date is `other`: a finger slips on one digit, a form turns day and month, a clerk knows
the year alone and writes 1 January, and of a day that never was nobody knows which one was meant.
Husband and wife are often of one year.
"""

EMAIL = _compare(
    "email", ("email", "box", "box_rest"), ("email",),
    _level("same", Same("email"), 0.60, 0.000005, 0.15),
    _level("mailbox", both(Same("box"), Same("box_rest")), 0.04, 0.00001, 0.002),
    _level("slip", both(Near("email", 2), Near("box_rest", 1)), 0.05, 0.00003, 0.005),
    _level("named", Same("box"), 0.01, 0.00005, 0.01),
    _level("other", None, 0.30, 0.9998, 0.833),
)  # fmt: skip

PHONE = _compare(
    "phone", ("phone",), ("phone",),
    _level("same", Same("phone"), 0.65, 0.000005, 0.4),
    _level("slip", Near("phone", 1), 0.05, 0.00001, 0.01),
    _level("other", None, 0.30, 0.99998, 0.59),
)  # fmt: skip

CARD = _compare(
    "card", ("card",), ("card",),
    _level("same", Same("card"), 0.88, 0.000005, 0.1),
    replace(_level("neighbor", Neighbor("card"), 0.005, 0.000005, 0.05), taught=True),
    _level("slip", Near("card", 1), 0.045, 0.000015, 0.001),
    _level("other", None, 0.07, 0.99997, 0.849),
)  # fmt: skip
"""Cards are given out in sequence, and a household joins on one day or holds partner cards (…1, …2), so the last place
tells members of a family apart. A slip falls on any place alike: on the last of some ten once in ten times. How close
together a retailer's families stand is learned from pairs whose first names say that they are two.
"""

STREET = _compare(
    "street", ("street", "number", "home"), ("street", "number"),
    _level("same", Same("home"), 0.50, 0.00002, 0.8, "home"),
    _level("slip", both(Same("number"), Similar("street", 0.8801)), 0.10, 0.00005, 0.08),
    _level("street", either(Same("street"), Similar("street", 0.9201)), 0.05, 0.004, 0.01),
    _level("number", both(Same("number"), Similar("street", 0.7001)), 0.03, 0.002, 0.01),
    _level("other", None, 0.32, 0.99, 0.1),
)  # fmt: skip

AREA = _compare(
    "area", ("postcode", "city"), ("postcode", "city"),
    _level("same", both(Same("postcode"), Same("city")), 0.45, 0.0005, 0.8, "postcode"),
    _level("postcode", Same("postcode"), 0.15, 0.0007, 0.06, "postcode"),
    _level("slip", both(Near("postcode", 1), either(Same("city"), Similar("city", 0.8801))), 0.06, 0.0005, 0.04),
    _level("city", Same("city"), 0.10, 0.01, 0.04, "city"),
    _level("near", either(Near("postcode", 1), Similar("city", 0.8801)), 0.05, 0.004, 0.02),
    _level("district", Part("postcode", 1, 3), 0.02, 0.01, 0.01),
    _level("other", None, 0.17, 0.97, 0.03),
)  # fmt: skip

GENERATION = _compare(
    "generation", ("generation",), ("generation",),
    _level("same", Same("generation"), 0.995, 0.50, 0.10),
    _level("other", None, 0.005, 0.50, 0.90),
)  # fmt: skip

GENDER = _compare_if_known(
    "gender",
    _level("same", Same("gender"), 0.97, 0.50, 0.50, "gender"),
    _level("other", None, 0.03, 0.50, 0.50),
)

BIRTH_PLACE = _compare_if_known(
    "birth_place",
    _level("same", Same("birth_place"), 0.75, 0.02, 0.50, "birth_place"),
    _level("slip", either(Near("birth_place", 1), Similar("birth_place", 0.8801)), 0.08, 0.005, 0.05),
    _level("other", None, 0.17, 0.975, 0.45),
)

OCCUPATION = _compare_if_known(
    "occupation",
    _level("same", Same("occupation"), 0.60, 0.03, 0.10, "occupation"),
    _level("alike", either(SharedWord("occupation"), Similar("occupation", 0.8801)), 0.08, 0.03, 0.05),
    _level("other", None, 0.32, 0.94, 0.85),
)


def _detail(column: str) -> Comparison:
    """Whatever it is: how telling agreement is comes from how seldom its value is, and members of a family share it."""
    return _compare_if_known(
        column,
        _level("same", Same(column), 0.75, 0.05, 0.50, column),
        _level("alike", either(SharedWord(column), Similar(column, 0.8801)), 0.08, 0.04, 0.08),
        _level("other", None, 0.17, 0.91, 0.42),
    )


SURE = 0.95
"""Two records are one person from this probability on. Fixed beforehand, for every set."""

IN_DOUBT = 0.30
"""From this probability on a pair is worth looking at, though not joined by itself."""

_NAME_ALONE = 0.90
"""So sure one is at most of records that share a name and nothing else, however seldom it is: people judge them."""

_CONTRADICTED = 0.75
"""So sure one is at most of records that say clearly different dates of birth: less than any retailer joins without
asking. Father and son of one name share all else, and no sum of it tells them from a person who was written down
wrongly. The same card outweighs it, as it does for fixed rules, or one with a slip in its number.
"""

_SELDOM_WRONG = 0.10
"""Where more than one in ten pairs of one person's records say clearly different dates, they are not kept with
care, and none of them contradicts anything; they weigh what the records teach.
"""

_OF_A_NAME = (GIVEN, INITIAL, FAMILY, GENERATION, GENDER)

PERSONS = Configuration(
    comparisons=(
        GIVEN,
        INITIAL,
        MIDDLE,
        FAMILY,
        BORN,
        GENERATION,
        EMAIL,
        PHONE,
        CARD,
        STREET,
        AREA,
        GENDER,
        BIRTH_PLACE,
        OCCUPATION,
        *map(_detail, DETAILS),
    ),
    keys=KEYS,
    usual={"given": commonness.GIVEN, "nick": commonness.GIVEN, "family": commonness.FAMILY},
    crowded=frozenset({"home"}),
    bare=frozenset({*((part.name, level.name) for part in _OF_A_NAME for level in part.levels), ("email", "named")}),
    most_bare=bits_of(_NAME_ALONE),
    contradiction=Contradiction(
        met=frozenset({("born", "other")}),
        unless=frozenset({("card", "same"), ("card", "slip")}),
        most=bits_of(_CONTRADICTED),
        seldom=_SELDOM_WRONG,
    ),
    anchors=(
        Anchor("given", (("born", ("same",)), ("card", ("same",)))),
        Anchor(
            "initial", (("born", ("same",)), ("card", ("same",)), ("email", ("same",)), ("street", ("same", "slip")))
        ),
        Anchor("", (("given", ("same", "short_form", "other_form", "crossed", "slip")), ("initial", ("same",)))),
    ),
    two=Anchor("", (("given", ("another", "other")),)),
)
"""The shipped configuration."""
