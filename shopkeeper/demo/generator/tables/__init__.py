"""The story as canonical tables: rows as they were known at a moment."""
