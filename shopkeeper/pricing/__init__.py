"""What things cost: a dated price list, and quotes for baskets."""
