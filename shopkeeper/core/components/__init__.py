"""What the fragments in `templates/core/` are given: plain frozen values, the same for every module."""

from shopkeeper.core.components.actions import Action, Filter, Link
from shopkeeper.core.components.boards import BoardCard, BoardColumn, Part
from shopkeeper.core.components.chips import ChipKind, chip_kind, list_chip_kinds, register_chip
from shopkeeper.core.components.explanations import Condition, Explanation
from shopkeeper.core.components.figures import Assurance, Better, Figure, Tone, Variation
from shopkeeper.core.components.stories import StoryEntry

__all__ = [
    "Action", "Assurance", "Better", "BoardCard", "BoardColumn", "ChipKind", "Condition", "Explanation", "Figure",
    "Filter", "Link", "Part", "StoryEntry", "Tone", "Variation", "chip_kind", "list_chip_kinds", "register_chip",
]  # fmt: skip
