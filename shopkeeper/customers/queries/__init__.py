"""What may be asked of the customer record."""
