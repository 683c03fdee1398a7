"""One look for each kind of thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChipKind:
    """How one kind of thing looks everywhere: its icon and the word read out before its name."""

    name: str
    icon: str
    label: str


_CHIP_KINDS: dict[str, ChipKind] = {}
_UNKNOWN = ChipKind("", "circle-dot", "")


def register_chip(name: str, *, icon: str, label: str) -> None:
    """Say how a kind of thing looks; `label` is translated when shown."""
    _CHIP_KINDS[name] = ChipKind(name, icon, label)


def chip_kind(name: str) -> ChipKind:
    """How a kind of thing looks; a plain dot for one that nobody registered."""
    return _CHIP_KINDS.get(name, _UNKNOWN)


def list_chip_kinds() -> list[ChipKind]:
    """All kinds, for the style guide."""
    return list(_CHIP_KINDS.values())
