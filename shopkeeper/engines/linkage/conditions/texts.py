"""How the texts of one column relate in two records: the same, alike, a part, short or missing."""

from dataclasses import dataclass

from shopkeeper.engines.linkage.conditions.sides import sides_of


@dataclass(frozen=True, slots=True)
class Same:
    """Both hold the same text."""

    column: str

    def sql(self) -> str:
        """For the batch."""
        return f'l."{self.column}" = r."{self.column}"'

    def code(self) -> str:
        """For one pair."""
        one, other = sides_of(self.column)
        return f"({one} == {other} and {one} is not None)"


@dataclass(frozen=True, slots=True)
class Similar:
    """Texts alike by Jaro and Winkler. Give a bound that no two short words reach exactly (.8801, not .88)."""

    column: str
    at_least: float

    def sql(self) -> str:
        """For the batch."""
        return f'jaro_winkler_similarity(l."{self.column}", r."{self.column}") >= {self.at_least}'

    def code(self) -> str:
        """For one pair."""
        return f"similarity_{self.column} >= {self.at_least!r}"


UNTOUCHED = ((7, 3), (5, 2))
"""In words of so many letters a single slip leaves this many as they were, at the start or at the end."""


@dataclass(frozen=True, slots=True)
class Near:
    """A few slips apart: letters missed, added, mistaken or swapped."""

    column: str
    slips: int

    def sql(self) -> str:
        """For the batch."""
        return f'damerau_levenshtein(l."{self.column}", r."{self.column}") <= {self.slips}'

    def code(self) -> str:
        """For one pair."""
        one, other = sides_of(self.column)
        near = f"slips({one}, {other}, score_cutoff={self.slips}) <= {self.slips}"
        if self.slips == 1:
            near = f"{_ends_alike(one, other)} and {near}"
        return f"({one} is not None and {other} is not None and {near})"


@dataclass(frozen=True, slots=True)
class Part:
    """The same characters in these places (the first is 1)."""

    column: str
    first: int
    length: int

    def sql(self) -> str:
        """For the batch."""
        cut = f"{self.first}, {self.length}"
        return f'substr(l."{self.column}", {cut}) = substr(r."{self.column}", {cut})'

    def code(self) -> str:
        """For one pair."""
        one, other = sides_of(self.column)
        cut = f"[{self.first - 1}:{self.first - 1 + self.length}]"
        return f"({one} is not None and {other} is not None and {one}{cut} == {other}{cut})"


@dataclass(frozen=True, slots=True)
class Neighbor:
    """The same but for the last character, as numbers are that were given out one after the other."""

    column: str

    def sql(self) -> str:
        """For the batch."""
        one, other = (f'{side}."{self.column}"' for side in "lr")
        starts = " = ".join(f"left({side}, length({side}) - 1)" for side in (one, other))
        return f"(length({one}) = length({other}) AND {starts})"

    def code(self) -> str:
        """For one pair."""
        one, other = sides_of(self.column)
        alike = f"len({one}) == len({other}) and {one}[:-1] == {other}[:-1]"
        return f"({one} is not None and {other} is not None and {alike})"


@dataclass(frozen=True, slots=True)
class Short:
    """One of the two is this short at most (an initial)."""

    column: str
    length: int = 1

    def sql(self) -> str:
        """For the batch."""
        one, other = f'length(l."{self.column}")', f'length(r."{self.column}")'
        return f"(({one} <= {self.length} AND {other} >= 0) OR ({other} <= {self.length} AND {one} >= 0))"

    def code(self) -> str:
        """For one pair."""
        one, other = sides_of(self.column)
        short = f"(len({one}) <= {self.length} or len({other}) <= {self.length})"
        return f"({one} is not None and {other} is not None and {short})"


@dataclass(frozen=True, slots=True)
class Longer:
    """Both are longer than this."""

    column: str
    length: int = 1

    def sql(self) -> str:
        """For the batch."""
        return f'(length(l."{self.column}") > {self.length} AND length(r."{self.column}") > {self.length})'

    def code(self) -> str:
        """For one pair."""
        one, other = sides_of(self.column)
        long = f"len({one}) > {self.length} < len({other})"
        return f"({one} is not None and {other} is not None and {long})"


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word of the one is a word of the other."""

    column: str

    def sql(self) -> str:
        """For the batch."""
        return f"list_has_any(string_split(l.\"{self.column}\", ' '), string_split(r.\"{self.column}\", ' '))"

    def code(self) -> str:
        """For one pair."""
        one, other = sides_of(self.column)
        shared = f"not set({one}.split(' ')).isdisjoint({other}.split(' '))"
        return f"({one} is not None and {other} is not None and {shared})"


@dataclass(frozen=True, slots=True)
class Missing:
    """One of the two holds nothing in all of these columns."""

    columns: tuple[str, ...]

    def sql(self) -> str:
        """For the batch."""
        return "(" + " OR ".join(f"({self._nothing(side)})" for side in "lr") + ")"

    def code(self) -> str:
        """For one pair."""
        sides = zip(*map(sides_of, self.columns), strict=True)
        return "(" + " or ".join(" and ".join(f"{name} is None" for name in side) for side in sides) + ")"

    def _nothing(self, side: str) -> str:
        return " AND ".join(f'{side}."{column}" IS NULL' for column in self.columns)


def _ends_alike(one: str, other: str) -> str:
    """Whether two words can be a single slip apart, at a glance."""
    code = "True"
    for long, untouched in reversed(UNTOUCHED):
        ends = " or ".join(f"{one}{cut} == {other}{cut}" for cut in (f"[:{untouched}]", f"[-{untouched}:]"))
        code = f"({ends} or (len({one}) < {long} or len({other}) < {long}) and {code})"
    return code
