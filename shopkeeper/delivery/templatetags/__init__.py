"""Template tags of the delivery."""
