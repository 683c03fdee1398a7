"""Reads of recovery: signals of harm, cases, groups of people who wait, budgets."""
