"""For whom pieces are kept, as people call it: those above know their own refs, the stock only keeps them. And what its
own locations are called where others speak of them."""

import re
from collections.abc import Collection

from shopkeeper.core.actors import Actor
from shopkeeper.inventory.queries.places import get_locations
from shopkeeper.promises import public as promises

_OURS = re.compile(r"\w+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Refs of things that are here; other systems name theirs as they like."""


def name_demands(refs: Collection[str], *, by: Actor) -> dict[str, list[promises.RefName]]:
    """What is behind each of these refs, as far as `by` may open it; a line ("order:…/2") is named by its whole."""
    wholes = {ref: ref.partition("/")[0] for ref in refs if ref}
    names = promises.name_refs({whole for whole in wholes.values() if _OURS.fullmatch(whole)}, by=by)
    return {ref: names.get(whole, []) for ref, whole in wholes.items()}


def name_locations(codes: Collection[str]) -> dict[str, str]:
    """Warehouses, stores and suppliers by their codes, for the ledger of promises."""
    return {code: card.name for code, card in get_locations(codes).items()}
