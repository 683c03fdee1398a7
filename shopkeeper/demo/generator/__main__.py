"""`python -m shopkeeper.demo.generator FOLDER`: makes the files in a process of its own, whose memory ends with it.

Prints a line of JSON for each table that is being written, so that whoever waits can show how far it is.
"""

import json
from datetime import date
from pathlib import Path

import click
import msgspec

from shopkeeper.demo.dealing import deal_scenario
from shopkeeper.demo.generator.acts import Act, list_acts
from shopkeeper.demo.generator.days import DAY, LIVED_DAYS
from shopkeeper.demo.generator.retailer import tell
from shopkeeper.demo.generator.writing import write, write_nightly


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--seed", type=int, required=True)
@click.option("--today", required=True, help="The day of loading, ISO 8601.")
def main(folder: Path, seed: int, today: str) -> None:
    """Write history as canonical tables into FOLDER/history, and what comes then into FOLDER/acts, a file a day."""
    _say("story", 0.0)
    story = tell(deal_scenario(seed), seed=seed, today=date.fromisoformat(today))
    write(story, folder / "history", until=-LIVED_DAYS * DAY, progress=_say)
    write_nightly(story, folder / "nightly", since=-LIVED_DAYS * DAY, until=0)
    _say("acts", 1.0)
    _write_acts(list_acts(story, -LIVED_DAYS * DAY), folder / "acts")


def _write_acts(acts: list[Act], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    days: dict[int, list[bytes]] = {}
    for act in acts:
        days.setdefault(act.at // DAY, []).append(msgspec.json.encode(act))
    for day, lines in days.items():
        (folder / f"{day}.jsonl").write_bytes(b"\n".join(lines) + b"\n")


def _say(part: str, share: float) -> None:
    click.echo(json.dumps({"part": part, "share": share}))


if __name__ == "__main__":
    main()
