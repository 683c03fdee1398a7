"""PostgreSQL's settings: a part of the memory, no network, no personal data in the log."""

from collections.abc import Mapping
from pathlib import Path

import psutil

from shopkeeper.engines.postgres.place import Place

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
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
_LIMIT_OF_CONTAINER = Path("/sys/fs/cgroup/memory.max")
_MIB = 2**20
_PART, _LARGE_PART = 32, 4
_SMALLEST, _LARGEST = 128 * _MIB, 8 * 1024 * _MIB
_MUCH = 2 * 1024 * _MIB
"""Bytes stored from which on a server holds what it stores, where the machine has the memory."""


def write_configuration(place: Place, extra: Mapping[str, str]) -> None:
    """Write our settings, `extra` over the defaults, into the file that postgresql.conf includes."""
    settings = {
        **_SETTINGS,
        **memory_settings(memory_of_machine(), stored=bytes_stored(place)),
        "unix_socket_directories": str(place.socket),
        **extra,
    }
    lines = [f"{name} = '{value.replace("'", "''")}'" for name, value in settings.items()]
    place.configuration.write_text("\n".join(["# Written at each start; changes here do not last.", *lines, ""]))
    place.configuration.chmod(0o644)


def memory_settings(memory: int, *, stored: int) -> dict[str, str]:
    """How much of so many bytes the server may hold for itself, and how much it may hope to find in the system's.

    A part of the memory suits a small shop: what was read before is as cheap from the system. In a large one the rows
    that are read together lie on a hundred pages and more, and some systems give up what they read within seconds, so
    the server holds all that is stored, in up to a quarter of the memory.
    """
    held = min(max(memory // _PART, _SMALLEST), _LARGEST)
    if stored > _MUCH:
        held = max(held, min(stored, memory // _LARGE_PART))
    return {"shared_buffers": f"{held // _MIB}MB", "effective_cache_size": f"{max(memory // 2, held) // _MIB}MB"}


def bytes_stored(place: Place) -> int:
    """How much room the rows and indexes of all databases take."""
    return sum(file.stat().st_size for file in (place.data / "base").glob("*/*"))


def memory_of_machine() -> int:
    """Bytes that this machine has, or that the container which we are in may use."""
    limit = _LIMIT_OF_CONTAINER.read_text().strip() if _LIMIT_OF_CONTAINER.exists() else ""
    total = int(psutil.virtual_memory().total)
    return min(total, int(limit)) if limit.isdigit() else total
