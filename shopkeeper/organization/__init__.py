"""Outlets, departments, employees, their roles, shifts and calendars."""
