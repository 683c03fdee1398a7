"""How far the loading is, for the person who waits: a bar for each part, a line for each where nobody watches."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Bar:
    """One part of the loading, from 0 to 1, with a word about what is at work now."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def move(self, share: float, word: str = "") -> None:
        """Say how far it is."""
        self._progress.update(self._task, completed=min(share, 1.0), word=word.replace("_", " "))


class Bars:
    """The parts one under the other."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    @contextmanager
    def part(self, title: str) -> Iterator[Bar]:
        """A part that begins now and is done at the end of the block."""
        bar, begun = Bar(self._progress, self._progress.add_task(title, total=1.0, word="")), time.monotonic()
        yield bar
        bar.move(1.0)
        if not self._progress.console.is_terminal:  # bars into a file would be shown at the very end
            self._progress.console.print(f"{title}: {time.monotonic() - begun:.0f} s")


@contextmanager
def bars() -> Iterator[Bars]:
    """Show bars for as long as the loading takes."""
    columns = (TextColumn("{task.description:34}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[word]}"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Bars(progress)
