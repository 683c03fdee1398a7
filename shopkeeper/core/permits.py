"""Permissions: declared by the module that guards something, with the roles that hold them from the start."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permission:
    """Something an actor may do: a code (`module.verb_noun`), a message id for people, the roles that start with it."""

    code: str
    label: str
    roles: frozenset[str]


_PERMISSIONS: dict[str, Permission] = {}
EVERYONE = frozenset({"*"})


def declare(code: str, label: str, *, roles: Iterable[str]) -> None:
    """Make a permission known. `roles` are opaque role codes; `"*"` stands for every role."""
    _PERMISSIONS[code] = Permission(code, label, frozenset(roles))


def list_permissions() -> list[Permission]:
    """All permissions, by code."""
    return [_PERMISSIONS[code] for code in sorted(_PERMISSIONS)]


def is_declared(code: str) -> bool:
    """Whether a module has declared this permission."""
    return code in _PERMISSIONS


def label_of(code: str) -> str:
    """The message id that tells people what a permission allows; the code where nobody has declared it."""
    return _PERMISSIONS[code].label if code in _PERMISSIONS else code


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """What somebody in these roles may do."""
    held = set(roles)
    return frozenset(p.code for p in _PERMISSIONS.values() if held and (p.roles & held or p.roles == EVERYONE))
