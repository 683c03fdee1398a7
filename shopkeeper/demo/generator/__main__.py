"""`python -m shopkeeper.demo.generator FOLDER`: makes the files in a process of its own, whose memory ends with it.

Prints the name of each folder that is whole, so that whoever waits can begin with it.
"""

import gc
from datetime import date
from pathlib import Path

import click
import msgspec

from shopkeeper.demo.dealing import deal_scenario
from shopkeeper.demo.generator.acts import Act, list_acts
from shopkeeper.demo.generator.days import DAY, LIVED_DAYS
from shopkeeper.demo.generator.retailer import begin, finish
from shopkeeper.demo.generator.writing import HISTORY, PEOPLE, write, write_nightly, write_nights_ahead


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--seed", type=int, required=True)
@click.option("--today", required=True, help="The day of loading, ISO 8601.")
def main(folder: Path, seed: int, today: str) -> None:
    """Write canonical tables into FOLDER/people, /history, /nightly, and what comes then into /acts and /nights."""
    # A million objects that all stay: looking for garbage among them again and again takes half of the time.
    gc.disable()
    until = -LIVED_DAYS * DAY
    story = begin(deal_scenario(seed), seed=seed, today=date.fromisoformat(today))
    write(story, folder / "people", until=until, tables=PEOPLE)
    _say("people")
    finish(story, seed=seed)
    write(story, folder / "history", until=until, tables=HISTORY)
    _say("history")
    write_nightly(story, folder / "nightly", since=until, until=0)
    write_nights_ahead(story, folder / "nights")
    _write_acts(list_acts(story, until), folder / "acts")
    _say("acts")


def _write_acts(acts: list[Act], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    days: dict[int, list[bytes]] = {}
    for act in acts:
        days.setdefault(act.at // DAY, []).append(msgspec.json.encode(act))
    for day, lines in days.items():
        (folder / f"{day}.jsonl").write_bytes(b"\n".join(lines) + b"\n")


def _say(part: str) -> None:
    click.echo(part)


if __name__ == "__main__":
    main()
