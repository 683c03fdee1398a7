"""Whom each customer of a person points to, once merges are strung together."""

from collections.abc import Hashable, Iterable, Mapping
from uuid import UUID


def find_survivors(merged_into: Mapping[UUID, UUID], customers: Iterable[UUID]) -> dict[UUID, UUID]:
    """Each of these customers with whom their merges lead to in the end: themselves, where they were not merged.

    In a ring, as older versions left some, it is the last one before the first comes again.
    """
    survivors = {}
    for customer in customers:
        survivor, met = customer, {customer}
        while survivor in merged_into and merged_into[survivor] not in met:
            survivor = merged_into[survivor]
            met.add(survivor)
        survivors[customer] = survivor
    return survivors


def list_closing[Name: Hashable](merges: Iterable[tuple[Name, UUID, UUID]]) -> list[Name]:
    """Of (name, merged, survivor) in the order in which they were decided, the names of those that close a ring.

    Whoever was merged into somebody cannot be the survivor of the same: of two such decisions the first one counts.
    """
    parent: dict[UUID, UUID] = {}
    closing = []
    for name, merged, survivor in merges:
        end = find_survivors(parent, [survivor])[survivor]
        if end == merged:
            closing.append(name)
        else:
            parent[merged] = survivor
    return closing
