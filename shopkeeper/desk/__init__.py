"""Role homes, search and today's work, composed of what other modules offer."""
