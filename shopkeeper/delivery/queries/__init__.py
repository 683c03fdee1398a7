"""Reads of the delivery."""
