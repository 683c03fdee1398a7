"""Assembles the modules: settings, addresses, REST API, command line. No logic."""

import os

# Named before anything else is imported: even processes without Django's apps translate sentences.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopkeeper.site.settings")
