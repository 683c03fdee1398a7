"""A return from being asked for to its money, step by step."""
