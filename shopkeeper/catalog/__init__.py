"""Products, categories, suppliers and what things cost."""
