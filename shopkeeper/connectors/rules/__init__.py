"""Decisions of the connectors: no rows, no clock."""
