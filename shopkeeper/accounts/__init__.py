"""Companies as customers."""
