"""Heavy machinery behind small interfaces: databases, analytics, linkage. Knows nothing of retail."""
