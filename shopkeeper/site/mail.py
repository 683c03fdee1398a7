"""How mail leaves this installation: over SMTP once a server is named, into a folder of the home until then."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

KEPT = "shopkeeper.messages.kept_mail.KeptMail"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_PORTS = {"": 25, "starttls": 587, "tls": 465}
_PATIENCE = 20


def mailers(environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Django's MAILERS out of SHOPKEEPER_SMTP_HOST, _PORT, _SECURITY (`starttls`, `tls` or nothing), _USER, _PASSWORD.

    :raises ValueError: when the kind of security is unknown
    """
    host = environment.get("SHOPKEEPER_SMTP_HOST", "")
    if not host:
        return {"default": {"BACKEND": KEPT, "OPTIONS": {"folder": str(folder)}}}
    security = environment.get("SHOPKEEPER_SMTP_SECURITY", "")
    if security not in _PORTS:
        raise ValueError(f"SHOPKEEPER_SMTP_SECURITY is “{security}”: use starttls, tls or leave it out.")
    options = {
        "host": host,
        "port": int(environment.get("SHOPKEEPER_SMTP_PORT") or _PORTS[security]),
        "username": environment.get("SHOPKEEPER_SMTP_USER", ""),
        "password": environment.get("SHOPKEEPER_SMTP_PASSWORD", ""),
        "use_tls": security == "starttls",
        "use_ssl": security == "tls",
        "timeout": _PATIENCE,
    }
    return {"default": {"BACKEND": _SMTP, "OPTIONS": options}}
