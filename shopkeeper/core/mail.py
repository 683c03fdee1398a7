"""Whether mail leaves this installation: no page may say that somebody was mailed where no mail server is set."""

from django.conf import settings


def goes_out() -> bool:
    """Whether a mail server is set; without one, what would go out is kept here."""
    return bool(settings.MAILERS["default"]["BACKEND"] != settings.KEPT_MAIL)
