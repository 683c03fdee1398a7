"""PostgreSQL's settings: modest memory, no network, no personal data in the log."""

from collections.abc import Mapping

from shopkeeper.engines.postgres.place import Place

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_preload_libraries": "pg_stat_statements",
    "lc_messages": "C",
    # Statements and details quote rows, and rows hold people.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def write_configuration(place: Place, extra: Mapping[str, str]) -> None:
    """Write our settings, `extra` over the defaults, into the file that postgresql.conf includes."""
    settings = {**_SETTINGS, "unix_socket_directories": str(place.socket), **extra}
    lines = [f"{name} = '{value.replace("'", "''")}'" for name, value in settings.items()]
    place.configuration.write_text("\n".join(["# Written at each start; changes here do not last.", *lines, ""]))
    place.configuration.chmod(0o644)
