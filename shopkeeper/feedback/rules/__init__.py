"""Pure decisions about scores and texts."""
