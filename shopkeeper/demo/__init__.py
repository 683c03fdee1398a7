"""The demo retailer: a story with a known truth, loaded through the same doors as anybody's data."""
