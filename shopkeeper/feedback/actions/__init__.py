"""What the business does with feedback."""
