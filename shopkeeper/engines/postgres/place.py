"""Where an embedded PostgreSQL keeps its data and its socket."""

import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from shopkeeper.engines.postgres.account import Account, account_for, name_of, unprivileged
from shopkeeper.engines.postgres.errors import NotYours
from shopkeeper.engines.sockets import hashed_folder, short_folder

_SOCKET_NAME = ".s.PGSQL.5432.lock"
_DATA_OF_THE_MACHINE = Path("/var/lib/shopkeeper")


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one embedded PostgreSQL and the account that runs it.

    `base` is ours; `data`, `log` and `socket` in it belong to the account, so that nothing of ours is writable to it.
    """

    base: Path
    socket: Path
    account: Account

    @property
    def data(self) -> Path:
        """The database cluster."""
        return self.base / "data"

    @property
    def configuration(self) -> Path:
        """Our settings, written anew at each start."""
        return self.base / "shopkeeper.conf"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.base / "log" / "postgres.log"

    def prepare(self) -> None:
        """Make the folders that are missing and refuse those of somebody else."""
        self.base.mkdir(mode=0o711, parents=True, exist_ok=True)
        for folder in (self.log.parent, self.socket):
            folder.mkdir(mode=0o700, exist_ok=True)
            self._claim(folder)

    def _claim(self, folder: Path) -> None:
        owner = folder.lstat().st_uid
        if folder.is_symlink() or owner not in (os.geteuid(), self.account.uid):
            raise NotYours(folder, owner=name_of(owner))
        self.account.give(folder)


def socket_folder(home: Path) -> Path:
    """Where the socket of the PostgreSQL of `home` lies: worked out from the path alone, so without any start."""
    wished = home.resolve() / "postgres" / "socket"
    if os.geteuid() == 0 and not _reachable(home.resolve()):
        return hashed_folder(wished)
    return short_folder(wished, longest_name=_SOCKET_NAME)


def place_of(home: Path) -> Place:
    """The place of the PostgreSQL of `home`; makes `home` where it is missing."""
    home = home.resolve()
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    base = home / "postgres" if _reachable(home) else _elsewhere(home)
    return Place(base=base, socket=socket_folder(home), account=account_for(base / "data"))


def _reachable(home: Path) -> bool:
    return os.geteuid() != 0 or (home / "postgres" / "data").exists() or unprivileged().may_enter(home)


def _elsewhere(home: Path) -> Path:
    """Root's home is closed to the account that runs PostgreSQL: its data lies outside, and `home` notes where.

    The name is drawn by chance: a home that was deleted and made anew must not find the data of the old one.
    """
    note = home / "postgres-is-in"
    if not note.exists():
        note.write_text(f"{_DATA_OF_THE_MACHINE / uuid.uuid4().hex}\n")
    return Path(note.read_text().strip())
