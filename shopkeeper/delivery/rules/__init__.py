"""Decisions of the delivery."""
