"""What imports bring of the organization."""

from shopkeeper.organization.intake import hours, places

__all__ = ["hours", "places"]
