"""Decisions about stock: no rows, no clock."""
