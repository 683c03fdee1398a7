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
_PART = 32
_SMALLEST, _LARGEST = 128 * _MIB, 8 * 1024 * _MIB


def write_configuration(place: Place, extra: Mapping[str, str]) -> None:
    """Write our settings, `extra` over the defaults, into the file that postgresql.conf includes."""
    settings = {
        **_SETTINGS,
        **memory_settings(memory_of_machine()),
        "unix_socket_directories": str(place.socket),
        **extra,
    }
    lines = [f"{name} = '{value.replace("'", "''")}'" for name, value in settings.items()]
    place.configuration.write_text("\n".join(["# Written at each start; changes here do not last.", *lines, ""]))
    place.configuration.chmod(0o644)


def memory_settings(memory: int) -> dict[str, str]:
    """How much of so many bytes the server may hold for itself, and how much it may hope to find in the system's.

    In a large shop rows that are read together lie on a hundred pages and more. What was just written is best read
    from here; what was read before is as cheap from the system, and each gigabyte takes some 40 MB at rest.
    """
    held = min(max(memory // _PART, _SMALLEST), _LARGEST)
    return {"shared_buffers": f"{held // _MIB}MB", "effective_cache_size": f"{max(memory // 2, held) // _MIB}MB"}


def memory_of_machine() -> int:
    """Bytes that this machine has, or that the container which we are in may use."""
    limit = _LIMIT_OF_CONTAINER.read_text().strip() if _LIMIT_OF_CONTAINER.exists() else ""
    total = int(psutil.virtual_memory().total)
    return min(total, int(limit)) if limit.isdigit() else total
