"""Assembles the modules: settings, addresses, REST API, command line. No logic."""
