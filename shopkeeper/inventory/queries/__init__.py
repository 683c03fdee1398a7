"""What others may ask of the inventory."""
