"""Pure decisions of statistics: how sure a number is, whether it changed, and what changed it."""
