"""The signatures of records of persons: what is kept of each so that thousands of pairs are told at a glance."""

from functools import cache
from typing import TYPE_CHECKING

from shopkeeper.customers.rules.matching.configuration import PERSONS
from shopkeeper.engines import linkage

if TYPE_CHECKING:
    from shopkeeper.engines.linkage.signatures import Signature


@cache
def get_signature() -> "Signature":
    """The one of every retailer; its first use loads what is heavy."""
    return linkage.make_signature(PERSONS)
