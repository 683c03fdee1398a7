"""Decisions of improvement: what the figures of a watch say."""
