"""Every observed touch, the e-shop's events, and the one tree of topics and reasons."""
