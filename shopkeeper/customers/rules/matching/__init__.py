"""How records of persons are compared: standard forms, what is compared, and what speaks against one person."""
