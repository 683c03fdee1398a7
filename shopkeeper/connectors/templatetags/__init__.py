"""Template tags of the connectors."""
