"""Pure decisions about topics and journeys."""
