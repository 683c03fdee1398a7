"""The configuration of a linkage and the model trained for it: what is compared, how, and what agreement weighs."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from shopkeeper.engines.linkage.conditions import Condition
from shopkeeper.engines.linkage.errors import ForeignModel

MOST_IN_A_KEY = 60
"""A key that more records share than this finds too much to be of use: it is passed over."""

FORMAT = 1
"""The format of a written model; another one is refused, never guessed at."""


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement, and how often it is met beforehand: among pairs of records of one (m), of two that have
    nothing to do with each other (u), and of two that are close to each other and share much (kin).

    `rare` names a column that the condition holds to be the same: its value counts for more the rarer it is. What is
    `taught` learns from pairs that are two for sure how often close ones meet it, and how often the last level instead.
    """

    name: str
    condition: Condition | None
    m: float
    u: float
    kin: float
    rare: str = ""
    taught: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """An attribute: missing (which weighs nothing), or the first level that holds; the last level always holds."""

    name: str
    columns: tuple[str, ...]
    missing: Condition
    levels: tuple[Level, ...]
    optional: bool = False
    """Compared only by models that saw records with it, so that it costs nothing where nobody keeps it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """How often an attribute agrees in pairs of one is learned where another attribute leaves little doubt of them.

    Without it, close ones who share nearly all would teach that everything may differ. `comparison` is "" for all that
    have no anchor of their own.
    """

    comparison: str
    holds: tuple[tuple[str, tuple[str, ...]], ...]
    """(comparison, levels): at least one of these is met."""


Met = tuple[str, str]
"""A degree of agreement that a pair meets: comparison and level."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What hardly ever stands between two records of one: a pair that meets it is never sure by its weight alone."""

    met: frozenset[Met] = frozenset()
    unless: frozenset[Met] = frozenset()
    """Agreement that outweighs it."""
    most: float = 0.0
    """So many bits a pair weighs at most that meets it."""
    seldom: float = 1.0
    """Between two records of one it is met at most so often, or it contradicts nothing in records such as these."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What is compared, and under which keys records are filed: two that share one are worth comparing."""

    comparisons: tuple[Comparison, ...]
    keys: tuple[str, ...]
    anchors: tuple[Anchor, ...] = ()
    two: Anchor = Anchor("", ())
    """Pairs that are two for sure, which teach how often close ones agree."""
    usual: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Column -> value -> how frequent it is among people in general: believed until records say otherwise."""
    crowded: frozenset[str] = frozenset()
    """Columns of values that are one home's own: only those that a crowd holds are listed with their frequency."""
    bare: frozenset[Met] = frozenset()
    """Agreement that says who somebody may be, yet never by itself that two are one."""
    most_bare: float = 0.0
    """So many bits a pair weighs at most where nothing but that speaks for one."""
    contradiction: Contradiction = Contradiction()

    @property
    def levels(self) -> list[Level]:
        """Every degree of agreement of every attribute."""
        return [level for comparison in self.comparisons for level in comparison.levels]

    def weighed_by(self, model: "Model") -> tuple[Comparison, ...]:
        """The attributes that this model compares."""
        return tuple(part for part in self.comparisons if part.name in model.weights)

    def contradicted_by(self, model: "Model") -> frozenset[Met]:
        """What contradicts in the records that this model learned from."""
        return frozenset(
            (part.name, level.name)
            for part in self.weighed_by(model)
            for level, weight in zip(part.levels, model.weights[part.name], strict=True)
            if (part.name, level.name) in self.contradiction.met and weight.m <= self.contradiction.seldom
        )

    @property
    def columns(self) -> list[str]:
        """Every column that the conditions read."""
        return sorted({column for comparison in self.comparisons for column in comparison.columns})

    @property
    def fingerprint(self) -> str:
        """Changes whenever a condition changes, so that weights are never read with other conditions than trained."""
        said = [
            (
                part.name,
                part.missing.sql(),
                *((level.name, level.condition and level.condition.sql()) for level in part.levels),
            )
            for part in self.comparisons
        ]
        return hashlib.blake2b(repr((said, self.keys)).encode(), digest_size=8).hexdigest()


STAMP = 64


class Weight(msgspec.Struct, frozen=True):
    """How often a level is met among pairs of one, of two strangers, and of two that are close."""

    m: float
    u: float
    kin: float


class Model(msgspec.Struct, frozen=True):
    """Trained weights with everything that goes into a score: the same numbers for the batch and for one pair."""

    format: int
    fingerprint: str
    one: float
    """How probable it is that two records picked at random are of one."""
    close: float
    """How probable it is that two records picked at random are of two that are close."""
    weights: dict[str, list[Weight]]
    frequencies: dict[str, dict[str, float]]
    """Column -> value -> how frequent it is, of values that are frequent enough to matter."""
    least: dict[str, float]
    """Column -> the frequency of every value that is not listed."""
    records: int
    """How many records it was trained on."""
    pairs: float
    """How many pairs of one it expects among them."""

    @property
    def prior_bits(self) -> float:
        """The weight that a pair starts with against strangers."""
        return math.log2(self.one / (1 - self.one))

    @property
    def close_bits(self) -> float:
        """The weight that a pair starts with against two that are close."""
        return math.log2(self.one / self.close)


def write_model(model: Model) -> bytes:
    """The artefact, as JSON."""
    return msgspec.json.encode(model)


def read_model(artefact: bytes, configuration: Configuration) -> Model:
    """A model from its artefact.

    :raises ForeignModel: when it was written in another format, or trained for other comparisons
    """
    try:
        model = msgspec.json.decode(artefact, type=Model)
    except msgspec.MsgspecError as error:
        raise ForeignModel(reason=str(error)) from error
    if model.format != FORMAT or model.fingerprint != configuration.fingerprint:
        raise ForeignModel(reason="it belongs to another version of the program")
    return model


def is_foreign(beginning: bytes, configuration: Configuration) -> bool:
    """Whether `read_model` would refuse an artefact, by its first `STAMP` bytes: a whole one takes long to read."""
    stamp = f'{{"format":{FORMAT},"fingerprint":"{configuration.fingerprint}"'
    return not beginning.startswith(stamp.encode())


def find_model(artefact: bytes, configuration: Configuration) -> Model | None:
    """The same, or None where `read_model` refuses."""
    try:
        return read_model(artefact, configuration)
    except ForeignModel:
        return None


def probability_of(bits: float) -> float:
    """A match weight as a probability, without overflow."""
    return 1 / (1 + 2.0 ** -max(min(bits, 1000.0), -1000.0))


def bits_of(probability: float) -> float:
    """A probability as a match weight."""
    return math.log2(probability / (1 - probability))
