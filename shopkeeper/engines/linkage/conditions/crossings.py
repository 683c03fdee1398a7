"""What stands in one column of a record and in another column of the other record: names in each other's field."""

from dataclasses import dataclass

from shopkeeper.engines.linkage.conditions.sides import sides_of


@dataclass(frozen=True, slots=True)
class Crossed:
    """What one holds in the first column, the other holds in the second: names in each other's field."""

    column: str
    other: str

    def sql(self) -> str:
        """For the batch."""
        one, two = self.column, self.other
        return f'(l."{one}" = r."{two}" AND l."{two}" = r."{one}")'

    def code(self) -> str:
        """For one pair."""
        (one, theirs), (two, others) = sides_of(self.column), sides_of(self.other)
        return f"({one} == {others} and {two} == {theirs} and {one} is not None and {two} is not None)"


@dataclass(frozen=True, slots=True)
class NearlyCrossed:
    """The same with slips: both begin with the letter that the other column of the other record begins with."""

    column: str
    other: str
    at_least: float

    def sql(self) -> str:
        """For the batch."""
        (one, theirs), (two, others) = ((f'l."{name}"', f'r."{name}"') for name in (self.column, self.other))
        starts = f"left({one}, 1) = left({others}, 1) AND left({two}, 1) = left({theirs}, 1)"
        pairs = ((one, others), (two, theirs))
        alike = " AND ".join(f"jaro_winkler_similarity({a}, {b}) >= {self.at_least}" for a, b in pairs)
        return f"({starts} AND {alike})"

    def code(self) -> str:
        """For one pair."""
        (one, theirs), (two, others) = sides_of(self.column), sides_of(self.other)
        known = " and ".join(f"{name} is not None" for name in (one, theirs, two, others))
        starts = f"{one}[:1] == {others}[:1] and {two}[:1] == {theirs}[:1]"
        alike = " and ".join(f"similarity({a}, {b}) >= {self.at_least!r}" for a, b in ((one, others), (two, theirs)))
        return f"({known} and {starts} and {alike})"


@dataclass(frozen=True, slots=True)
class Across:
    """What one holds in the first column, the other holds in the second, either way round."""

    column: str
    other: str

    def sql(self) -> str:
        """For the batch."""
        return f'(l."{self.column}" = r."{self.other}" OR l."{self.other}" = r."{self.column}")'

    def code(self) -> str:
        """For one pair."""
        (one, theirs), (two, others) = sides_of(self.column), sides_of(self.other)
        return f"(({one} == {others} and {one} is not None) or ({two} == {theirs} and {two} is not None))"
