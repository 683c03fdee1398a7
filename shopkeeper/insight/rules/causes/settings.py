"""How strict the search is. One place, so that it can be read, argued about and tested."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The gates that a candidate must pass before it is called a cause.

    `false_discoveries`: the share of false causes to accept among those reported, over all candidates looked at.
    `smallest_excess`, `smallest_ratio`: what is smaller is nobody's morning, however certain.
    """

    false_discoveries: float = 0.03
    smallest_excess: float = 8.0
    smallest_ratio: float = 1.25
    fewest_facts: int = 40
    # Keeping less than this of its effect within another dimension, a candidate is explained by that dimension ...
    explained: float = 0.5
    # ... if at least this share of its facts has others of its like there.
    comparable: float = 0.5
    most_causes: int = 12
    most_tries: int = 60
    worth_a_second_look: float = 6.0
    # By how much squared z must grow for a further condition, beside the price of having had a choice.
    finer_gain: float = 2.0
    # The chance, over all sister values, that one is said to share a cause and does not.
    sister: float = 0.001
    # Days within which the same must have begun at a sister value; fewer where no other condition is in common.
    same_start: int = 28
    same_start_alone: int = 7
    unlike_volume: float = 0.5
    silent_from: float = 10.0


DEFAULT = Settings()
