"""Live events for any ASGI server."""

import os

import django
from django.urls import get_resolver

from shopkeeper.site.home import Home
from shopkeeper.site.live import Live

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.site.settings")
django.setup()
_ = get_resolver().url_patterns  # read now, and not while the first page waits for its fragment

_home = Home.from_environment()
application = Live(_home.database_url(), _home.secret_key)
