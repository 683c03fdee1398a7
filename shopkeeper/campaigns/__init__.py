"""What is spent on winning customers."""
