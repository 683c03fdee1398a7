"""Decisions of the organization: roles and their substitutes, and working time."""
