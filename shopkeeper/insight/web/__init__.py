"""Pages of the insight."""
