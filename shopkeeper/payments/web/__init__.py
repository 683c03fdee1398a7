"""The pages and open doors of the payments."""
