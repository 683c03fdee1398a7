"""Makes a retailer's eighteen months out of a scenario and a seed; knows no database."""
