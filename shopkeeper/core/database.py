"""The database in use, as an address for engines that bring their own driver."""

from urllib.parse import quote, urlencode

from django.db import connection


def current_url() -> str:
    """Django's database as a libpq address."""
    known = connection.settings_dict
    user = quote(known["USER"], safe="") + (f":{quote(known['PASSWORD'], safe='')}" if known["PASSWORD"] else "")
    query = {name: str(value) for name, value in (("host", known["HOST"]), ("port", known["PORT"])) if value}
    return f"postgresql://{user}{'@' if user else ''}/{quote(known['NAME'], safe='')}?{urlencode(query)}"
