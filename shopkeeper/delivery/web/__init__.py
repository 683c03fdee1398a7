"""The pages of the delivery."""
