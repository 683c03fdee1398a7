"""Writes of the delivery."""
