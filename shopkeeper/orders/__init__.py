"""The order book: orders of all channels, their lines, cancellations, returns and pick-ups."""
