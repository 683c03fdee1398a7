"""Mappings: how foreign files become canonical tables. Data, reviewed and shared like data."""

from shopkeeper.connectors.mappings.contracts import Mapping
from shopkeeper.connectors.mappings.planning import plan_all
from shopkeeper.connectors.mappings.plans import Plan
from shopkeeper.connectors.mappings.reading import read_mapping

__all__ = ["Mapping", "Plan", "plan_all", "read_mapping"]
