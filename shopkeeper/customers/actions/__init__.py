"""What the customer record does."""
