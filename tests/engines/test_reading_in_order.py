"""A file is read in the order of its lines, whatever its size: a batch is known by the line that it ends with."""

from pathlib import Path

from shopkeeper.engines import files
from shopkeeper.engines.files import Extraction, FileColumn, ForeignFile

ROWS = 120_000
CHANNELS = ("store", "web", "phone", "chat", "email", "sms", "letter")


def test_batches_follow_each_other_line_by_line(tmp_path: Path) -> None:
    sheet = tmp_path / "orders.csv"
    lines = (
        f"W{n},{CHANNELS[n % 7]},2026-03-04T10:00:00+00:00,{n} words of a customer who had to wait\n"
        for n in range(ROWS)
    )
    sheet.write_text("number,channel,placed_at,text\n" + "".join(lines))
    columns = (
        FileColumn("number", '"number"'),
        FileColumn("channel", '"channel"', codes=CHANNELS),
        FileColumn("placed_at", '"placed_at"', "instant"),
        FileColumn("text", '"text"'),
    )
    with files.reader() as reader:
        ends = [(batch.rows, batch.last) for batch in reader.read(Extraction(ForeignFile(str(sheet)), columns))]
    read = 0
    for rows, last in ends:
        read += rows
        assert last == read
    assert read == ROWS
