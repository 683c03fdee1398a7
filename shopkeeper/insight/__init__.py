"""Metrics, targets, control charts and root causes."""
