"""What a ref is called, and where it leads: those above know their own refs, the ledger only keeps them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from shopkeeper.core.actors import Actor
from shopkeeper.organization import public as organization


@dataclass(frozen=True, slots=True)
class RefName:
    """A thing behind a ref: the kind of its chip, its name, its page."""

    kind: str
    label: str
    url: str


type Namer = Callable[[Collection[str]], Mapping[str, RefName]]
_NAMERS: dict[str, tuple[str, Namer]] = {}


def register_refs(name: str, *, permission: str, namer: Namer) -> None:
    """Offer names for refs, for those who hold `permission`: `namer(refs)` gives those that it knows, in one look."""
    _NAMERS[name] = (permission, namer)


def id_in(kind: str, ref: str) -> UUID | None:
    """The id in a ref of this kind (`order:<id>`); None for others, and for those of other systems (`order:1042`)."""
    found, _, key = ref.partition(":")
    try:
        return UUID(key) if found == kind else None
    except ValueError:
        return None


def name_refs(refs: Collection[str], *, by: Actor) -> dict[str, list[RefName]]:
    """Ref -> all that is known behind it and that `by` may open."""
    found: dict[str, list[RefName]] = defaultdict(list)
    for permission, namer in _NAMERS.values():
        for ref, named in (namer(refs) if by.may(permission) else {}).items():
            found[ref].append(named)
    return found


type NodeNamer = Callable[[Collection[str]], Mapping[str, str]]
_NODES: list[NodeNamer] = []


def register_nodes(namer: NodeNamer) -> None:
    """Offer names for the codes of nodes: `namer(codes)` gives those that it knows."""
    _NODES.append(namer)


def name_nodes(codes: Collection[str], *, by: Actor) -> dict[str, str]:
    """Code -> what people call a carrier, a warehouse or a store; outlets are known here."""
    names = {card.code: card.name for card in organization.list_outlets(by=by) if card.code in codes}
    for namer in _NODES:
        names |= namer(codes)
    return names
