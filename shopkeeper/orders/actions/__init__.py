"""What the business does with orders."""
