"""Pure decisions about who is who."""
