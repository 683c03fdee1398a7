"""How people get an account: by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs up by themselves; an administrator makes the employee and the user."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Closed."""
        return False
