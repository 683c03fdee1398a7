"""Rows of the connectors."""

from shopkeeper.connectors.models.imports import ImportPart, ImportRun, RefusedCount, RefusedRow
from shopkeeper.connectors.models.webhooks import WebhookEndpoint, WebhookMessage

__all__ = ["ImportPart", "ImportRun", "RefusedCount", "RefusedRow", "WebhookEndpoint", "WebhookMessage"]
