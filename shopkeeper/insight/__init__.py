"""Metrics, targets, control charts, drill-down and root causes: what is so, how sure, and why."""
