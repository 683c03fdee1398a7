"""Live events for any ASGI server."""

from shopkeeper.site.home import Home
from shopkeeper.site.live import Live

_home = Home.from_environment()
application = Live(_home.database_url(), _home.secret_key)
