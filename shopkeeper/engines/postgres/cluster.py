"""Creating the database cluster: whole or not at all, and never one of another major version."""

import shutil
from pathlib import Path

from shopkeeper.engines.postgres.archive import brought_major
from shopkeeper.engines.postgres.errors import DiskFull, OtherMajorVersion, SetUpFailed
from shopkeeper.engines.postgres.place import Place
from shopkeeper.engines.postgres.programs import Programs

_ROOM_TO_SET_UP = 400 * 2**20
_OWN_SETTINGS = "\ninclude = '../shopkeeper.conf'\n"


def ensure_cluster(place: Place, programs: Programs) -> None:
    """Create the cluster on first use; check that an existing one is ours to start."""
    if not place.data.exists():
        check_room(place.base, needed=_ROOM_TO_SET_UP)
        _create(place, programs)
    found = (place.data / "PG_VERSION").read_text().strip()
    if found != brought_major():
        raise OtherMajorVersion(place.data, found=found, brought=brought_major())


def check_room(folder: Path, *, needed: int) -> None:
    """Refuse to begin what cannot be finished.

    :raises DiskFull: when fewer than `needed` bytes are free
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(folder, free=free, needed=needed)


def _create(place: Place, programs: Programs) -> None:
    """Build beside the final name and rename at the end: a set-up that is killed leaves nothing that looks whole."""
    partial = place.data.with_name("data.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    place.account.give(partial)
    done = programs.run(
        "initdb",
        f"--pgdata={partial}",
        "--username=postgres",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--auth-local=trust",  # the socket's folder lets nobody else in
        "--auth-host=reject",
    )
    if done.returncode:
        shutil.rmtree(partial, ignore_errors=True)
        raise SetUpFailed(place.data, words=done.stderr.strip())
    with (partial / "postgresql.conf").open("a") as configuration:
        configuration.write(_OWN_SETTINGS)
    partial.rename(place.data)
