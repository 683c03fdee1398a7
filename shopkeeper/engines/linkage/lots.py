"""Records that hang together in any way, to be looked at as a whole."""

from dataclasses import dataclass, field

from shopkeeper.engines.linkage.conditions import Form


@dataclass(slots=True)
class Lot:
    """Records by their places in the lot, in the order of their names, and the pairs of places among them.

    `forms` say nothing for two records whose only pair is weighed already.
    """

    names: list[str]
    owners: list[str]
    since: list[float]
    ours: list[bool]
    forms: list[Form]
    edges: list[tuple[int, int, float]] = field(default_factory=list)
    together: list[tuple[int, int]] = field(default_factory=list)
