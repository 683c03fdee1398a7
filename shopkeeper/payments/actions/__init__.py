"""What the business does with money."""
