"""Hard cases written by hand: families, namesakes, shared and made-up values, short names, scripts, names turned round.

A line is a record: who it truly is, name, date of birth, e-mail, telephone, street, city, postcode.
"""

from pathlib import Path

COLUMNS = ("name", "dob", "email", "phone", "street", "city", "postcode")


def make() -> tuple[list[dict[str, str]], list[str]]:
    """The records, and whose each is."""
    lines = (Path(__file__).parent / "edges.txt").read_text(encoding="utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if "|" in line]
    return [dict(zip(COLUMNS, said, strict=True)) for _, *said in rows], [who for who, *_ in rows]
