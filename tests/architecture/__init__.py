"""The machine that refuses the exceptions."""
