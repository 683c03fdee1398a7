"""What two records can have in common, each said twice: as SQL for the batch and as Python for a single pair."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

Form = Mapping[str, str | None]
"""A record in standard form: plain text (ASCII), or None where nothing is known."""

Test = Callable[[Form, Form], bool]


@dataclass(frozen=True, slots=True)
class Same:
    """Both hold the same text."""

    column: str

    def sql(self) -> str:
        """For the batch."""
        return f'l."{self.column}" = r."{self.column}"'

    def test(self) -> Test:
        """For one pair."""
        column = self.column

        def holds(left: Form, right: Form) -> bool:
            value = left[column]
            return value is not None and value == right[column]

        return holds


@dataclass(frozen=True, slots=True)
class Crossed:
    """What one holds in the first column, the other holds in the second: names in each other's field."""

    column: str
    other: str

    def sql(self) -> str:
        """For the batch."""
        one, two = self.column, self.other
        return f'(l."{one}" = r."{two}" AND l."{two}" = r."{one}")'

    def test(self) -> Test:
        """For one pair."""
        one, two = self.column, self.other

        def holds(left: Form, right: Form) -> bool:
            first, second = left[one], left[two]
            return first is not None and second is not None and first == right[two] and second == right[one]

        return holds


@dataclass(frozen=True, slots=True)
class Across:
    """What one holds in the first column, the other holds in the second, either way round."""

    column: str
    other: str

    def sql(self) -> str:
        """For the batch."""
        return f'(l."{self.column}" = r."{self.other}" OR l."{self.other}" = r."{self.column}")'

    def test(self) -> Test:
        """For one pair."""
        one, two = self.column, self.other

        def holds(left: Form, right: Form) -> bool:
            first, second = left[one], left[two]
            return (first is not None and first == right[two]) or (second is not None and second == right[one])

        return holds


@dataclass(frozen=True, slots=True)
class Similar:
    """Texts alike by Jaro and Winkler. Give a bound that no two short words reach exactly (.8801, not .88)."""

    column: str
    at_least: float

    def sql(self) -> str:
        """For the batch."""
        return f'jaro_winkler_similarity(l."{self.column}", r."{self.column}") >= {self.at_least}'

    def test(self) -> Test:
        """For one pair."""
        column, bound, measure = self.column, self.at_least, JaroWinkler.normalized_similarity

        def holds(left: Form, right: Form) -> bool:
            one, other = left[column], right[column]
            return one is not None and other is not None and measure(one, other, score_cutoff=bound - 1e-9) >= bound

        return holds


@dataclass(frozen=True, slots=True)
class Near:
    """A few slips apart: letters missed, added, mistaken or swapped."""

    column: str
    slips: int

    def sql(self) -> str:
        """For the batch."""
        return f'damerau_levenshtein(l."{self.column}", r."{self.column}") <= {self.slips}'

    def test(self) -> Test:
        """For one pair."""
        column, slips, measure = self.column, self.slips, DamerauLevenshtein.distance

        def holds(left: Form, right: Form) -> bool:
            one, other = left[column], right[column]
            return one is not None and other is not None and measure(one, other, score_cutoff=slips) <= slips

        return holds


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

    def test(self) -> Test:
        """For one pair."""
        column, start, end = self.column, self.first - 1, self.first - 1 + self.length

        def holds(left: Form, right: Form) -> bool:
            one, other = left[column], right[column]
            return one is not None and other is not None and one[start:end] == other[start:end]

        return holds


@dataclass(frozen=True, slots=True)
class Short:
    """One of the two is this short at most (an initial)."""

    column: str
    length: int = 1

    def sql(self) -> str:
        """For the batch."""
        one, other = f'length(l."{self.column}")', f'length(r."{self.column}")'
        return f"(({one} <= {self.length} AND {other} >= 0) OR ({other} <= {self.length} AND {one} >= 0))"

    def test(self) -> Test:
        """For one pair."""
        column, length = self.column, self.length

        def holds(left: Form, right: Form) -> bool:
            one, other = left[column], right[column]
            return one is not None and other is not None and min(len(one), len(other)) <= length

        return holds


@dataclass(frozen=True, slots=True)
class Longer:
    """Both are longer than this."""

    column: str
    length: int = 1

    def sql(self) -> str:
        """For the batch."""
        return f'(length(l."{self.column}") > {self.length} AND length(r."{self.column}") > {self.length})'

    def test(self) -> Test:
        """For one pair."""
        column, length = self.column, self.length

        def holds(left: Form, right: Form) -> bool:
            one, other = left[column], right[column]
            return one is not None and other is not None and min(len(one), len(other)) > length

        return holds


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word of the one is a word of the other."""

    column: str

    def sql(self) -> str:
        """For the batch."""
        return f"list_has_any(string_split(l.\"{self.column}\", ' '), string_split(r.\"{self.column}\", ' '))"

    def test(self) -> Test:
        """For one pair."""
        column = self.column

        def holds(left: Form, right: Form) -> bool:
            one, other = left[column], right[column]
            return one is not None and other is not None and not set(one.split(" ")).isdisjoint(other.split(" "))

        return holds


@dataclass(frozen=True, slots=True)
class Missing:
    """One of the two holds nothing in all of these columns."""

    columns: tuple[str, ...]

    def sql(self) -> str:
        """For the batch."""
        return "(" + " OR ".join(f"({self._nothing(side)})" for side in "lr") + ")"

    def test(self) -> Test:
        """For one pair."""
        if len(self.columns) > 2:
            raise NotImplementedError("nothing is compared by more than two columns")
        one, two = self.columns[0], self.columns[-1]

        def holds(left: Form, right: Form) -> bool:  # written out: it is asked ten times for every pair
            return (left[one] is None and left[two] is None) or (right[one] is None and right[two] is None)

        return holds

    def _nothing(self, side: str) -> str:
        return " AND ".join(f'{side}."{column}" IS NULL' for column in self.columns)


@dataclass(frozen=True, slots=True)
class Both:
    """Every one of these."""

    conditions: "tuple[Condition, ...]"

    def sql(self) -> str:
        """For the batch."""
        return "(" + " AND ".join(condition.sql() for condition in self.conditions) + ")"

    def test(self) -> Test:
        """For one pair."""
        tests = [condition.test() for condition in self.conditions]
        if len(tests) == 2:
            one, two = tests
            return lambda left, right: one(left, right) and two(left, right)
        return lambda left, right: all(holds(left, right) for holds in tests)


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    conditions: "tuple[Condition, ...]"

    def sql(self) -> str:
        """For the batch."""
        return "(" + " OR ".join(condition.sql() for condition in self.conditions) + ")"

    def test(self) -> Test:
        """For one pair."""
        tests = [condition.test() for condition in self.conditions]
        if len(tests) == 2:
            one, two = tests
            return lambda left, right: one(left, right) or two(left, right)
        return lambda left, right: any(holds(left, right) for holds in tests)


Condition = Same | Crossed | Across | Similar | Near | Part | Short | Longer | SharedWord | Missing | Both | Either


def both(*conditions: Condition) -> Both:
    """Every one of these."""
    return Both(conditions)


def either(*conditions: Condition) -> Either:
    """At least one of these."""
    return Either(conditions)
