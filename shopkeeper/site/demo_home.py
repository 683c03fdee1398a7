"""What a home knows of the demo: which retailer was loaded into it, from which seed, and whether that was finished."""

import json
import shutil
from dataclasses import asdict, dataclass

import click
import psycopg

from shopkeeper.engines.postgres import EmbeddedPostgres
from shopkeeper.site.home import Home

_FILE = "demo.json"
_ANYTHING = "SELECT EXISTS (SELECT FROM core_event), EXISTS (SELECT FROM customers_sourcerecord)"


@dataclass(frozen=True, slots=True)
class DemoHome:
    """The note that a demo leaves in its home. Without one, whatever is there belongs to somebody."""

    retailer: str
    seed: int
    finished: bool = False
    people: tuple[tuple[str, str], ...] = ()
    """Name and role of whose chairs a visitor may take."""
    until: str = ""
    """The last day of a story that goes on by itself, ISO 8601; empty for an export, which stands still."""

    @classmethod
    def read(cls, home: Home) -> "DemoHome | None":
        """The note of that home, None where no demo was ever begun."""
        file = home.path / _FILE
        if not file.exists():
            return None
        found = json.loads(file.read_text())
        return cls(**{**found, "people": tuple(map(tuple, found["people"]))})

    def write(self, home: Home) -> None:
        """Leave the note, whole or not at all."""
        home.path.mkdir(mode=0o711, parents=True, exist_ok=True)
        draft = home.path / f".{_FILE}"
        draft.write_text(json.dumps(asdict(self), indent=1))
        draft.replace(home.path / _FILE)


def refuse_somebodys_data(home: Home) -> None:
    """Keep the demo out of a home that somebody works in.

    :raises click.ClickException: when the database holds anything
    """
    with psycopg.connect(home.database_url()) as database:
        if any(database.execute(_ANYTHING).fetchone() or ()):
            raise click.ClickException(
                f"{home.path} holds data that the demo did not make, and the demo never touches it. "
                "Set SHOPKEEPER_HOME to an empty folder for the demo."
            )


def forget_everything(home: Home, postgres: EmbeddedPostgres) -> None:
    """Empty the database and delete the files of the demo; secrets stay.

    :raises click.ClickException: when the database is not this home's own
    """
    if not home.has_own_postgres:
        raise click.ClickException("The demo resets only Shopkeeper's own database, and DATABASE_URL names another.")
    postgres.clear()
    for folder in (home.lake, home.media):
        shutil.rmtree(folder)
    (home.path / _FILE).unlink(missing_ok=True)
