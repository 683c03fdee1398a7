"""Writes of the insight, by noun."""
