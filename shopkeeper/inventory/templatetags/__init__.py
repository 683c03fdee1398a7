"""Words of the stock for templates."""
