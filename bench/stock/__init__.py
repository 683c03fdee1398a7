"""What the measurements of stock share."""
