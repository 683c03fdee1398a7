"""Writes of improvement: problems, their figures, attempts to close them, measures, people, ideas."""
