"""Decisions of the order book: no rows, no clock."""
