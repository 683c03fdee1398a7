"""Whom each customer of a person points to, once merges are strung together."""

from collections.abc import Iterable, Mapping
from uuid import UUID


def find_survivors(merged_into: Mapping[UUID, UUID], customers: Iterable[UUID]) -> dict[UUID, UUID]:
    """Each of these customers with whom their merges lead to in the end: themselves, where they were not merged."""
    survivors = {}
    for customer in customers:
        survivor = customer
        while survivor in merged_into:
            survivor = merged_into[survivor]
        survivors[customer] = survivor
    return survivors
