"""Whom PostgreSQL runs as: ourselves, or an unprivileged user where we are root, since it refuses root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from shopkeeper.engines.postgres.errors import NotYours, NoUnprivilegedUser


@dataclass(frozen=True, slots=True)
class Account:
    """The user that runs PostgreSQL; `switch` when that is not the user we are."""

    uid: int
    gid: int
    switch: bool

    def give(self, folder: Path) -> None:
        """Make `folder` this account's own and closed to everybody else."""
        folder.chmod(0o700)
        if self.switch:
            os.chown(folder, self.uid, self.gid)

    def as_subprocess(self) -> dict[str, object]:
        """The arguments that make subprocess run a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def may_enter(self, folder: Path) -> bool:
        """Whether this account may pass through `folder` and all above it, as far as they exist yet."""
        return all(self._passes(step) for step in (folder, *folder.parents) if step.exists())

    def _passes(self, folder: Path) -> bool:
        found = folder.stat()
        return bool(found.st_mode & (0o100 if found.st_uid == self.uid else 0o001))


def account_for(data: Path) -> Account:
    """Ourselves; as root whoever owns the data already, else `nobody`.

    :raises NotYours: when the data belongs to somebody whom we cannot become
    """
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner != os.geteuid():
            raise NotYours(data, owner=name_of(owner))
        return Account(os.geteuid(), os.getegid(), switch=False)
    if owner:
        return Account(owner, data.stat().st_gid, switch=True)
    return unprivileged()


def unprivileged() -> Account:
    """The account that root runs PostgreSQL as."""
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise NoUnprivilegedUser from None
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def name_of(uid: int) -> str:
    """What the system calls that user."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
