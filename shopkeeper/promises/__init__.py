"""What was promised, to whom, by which node, kept or broken."""
