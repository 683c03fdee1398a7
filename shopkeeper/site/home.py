"""The folder in which one installation, and so one retailer, lives: database, secrets, lake, imported files."""

import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from platformdirs import user_data_path

from shopkeeper.engines.postgres import EmbeddedPostgres
from shopkeeper.engines.sockets import short_folder

_RETAILER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_WAREHOUSE_SOCKET = "warehouse.sock"


class InvalidRetailerName(ValueError):
    """The name cannot be a folder's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” cannot be a retailer's name here: use small letters, digits, - and _, at most 40.")


class HomeNotYours(Exception):
    """A folder of the home belongs to somebody else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is not yours. Set SHOPKEEPER_HOME to a folder of your own.")


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything of one installation lies. Cheap to make: nothing is created until it is asked for."""

    path: Path

    @classmethod
    def from_environment(cls) -> Self:
        """`SHOPKEEPER_HOME`, else the folder that this system gives a person's applications."""
        named = os.environ.get("SHOPKEEPER_HOME")
        return cls(Path(named).expanduser().absolute() if named else user_data_path("shopkeeper"))

    def of_retailer(self, name: str) -> Self:
        """The home of another retailer, inside this one and sharing nothing with it.

        :raises InvalidRetailerName: when the name could not be a folder
        """
        if not _RETAILER_NAME.fullmatch(name):
            raise InvalidRetailerName(name)
        return type(self)(self.path / "retailers" / name)

    @property
    def secret_key(self) -> str:
        """The key that signs sessions and links, made at first start."""
        return self.secret("secret_key")

    def secret(self, name: str) -> str:
        """The secret of that name; made at first use, the same ever after, readable by its owner only."""
        file = self.folder("secrets") / name
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(48))
        return file.read_text()

    def database_url(self) -> str:
        """`DATABASE_URL`, else the address of the embedded PostgreSQL of this home, whether it runs yet or not."""
        return os.environ.get("DATABASE_URL") or self.postgres().url

    def postgres(self) -> EmbeddedPostgres:
        """This home's own PostgreSQL."""
        return EmbeddedPostgres(self.path)

    @property
    def has_own_postgres(self) -> bool:
        """Whether this home brings its own database, since `DATABASE_URL` names no other."""
        return not os.environ.get("DATABASE_URL")

    @property
    def lake(self) -> Path:
        """Parquet files for analytics."""
        return self.folder("lake")

    @property
    def media(self) -> Path:
        """Files that were imported, and the rows that were refused."""
        return self.folder("media")

    @property
    def warehouse_socket(self) -> Path:
        """Where the analytics process listens."""
        return self.run / _WAREHOUSE_SOCKET

    @property
    def run(self) -> Path:
        """Sockets and locks of the running processes."""
        wished = self.path.resolve() / "run"
        return _private(short_folder(wished, longest_name=_WAREHOUSE_SOCKET))

    def folder(self, name: str) -> Path:
        """A folder of that name in the home, made where it is missing, open to its owner only."""
        return _private(self.path / name)


def _private(folder: Path) -> Path:
    # The home itself may be passed through but not listed: as root, PostgreSQL runs as another user inside it.
    folder.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise HomeNotYours(folder)
    return folder


def _write_once(file: Path, text: str) -> None:
    """Write whole or not at all; of several processes at once the first wins and all read the same."""
    opened, draft = tempfile.mkstemp(dir=file.parent, prefix=".draft-")
    with open(opened, "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
