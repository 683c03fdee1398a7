"""How strict the search is. One place, so that it can be read, argued about and tested."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The gates that a candidate must pass before it is called a cause.

    `false_discoveries`: the share of false causes to accept among those reported, over all candidates looked at.
    `smallest_excess`, `smallest_ratio`: what is smaller is nobody's morning, however certain.
    """

    false_discoveries: float = 0.05
    smallest_excess: float = 8.0
    smallest_ratio: float = 1.25
    fewest_facts: int = 40
    explained: float = (
        0.5  # a candidate keeping less than this of its effect within another dimension is explained by it
    )
    comparable: float = (
        0.5  # the share of facts for which like must exist before another dimension can explain anything
    )
    most_causes: int = 12
    most_tries: int = 60
    worth_a_second_look: float = 6.0
    finer_gain: float = (
        9.0  # by how much z squared must grow for a further condition, beside the number of values tried
    )
    same_start: int = 28  # the same at another value that began within so many days is the same cause
    same_start_alone: int = 7  # and without any other condition in common, within so many
    unlike_volume: float = 0.5
    silent_from: float = 10.0


DEFAULT = Settings()
