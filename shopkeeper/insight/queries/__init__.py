"""What is read: metrics over data sets."""
