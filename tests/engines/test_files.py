"""Files as retailers really have them, read as typed and checked rows."""

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pa_parquet
import pytest

from shopkeeper.engines.files import (
    Extraction,
    FileColumn,
    FileJoin,
    ForeignFile,
    Reader,
    Refused,
    UnreadableFile,
    reader,
)

KEY = FileColumn("key", "main.id", required=True)


@pytest.fixture(scope="module")
def reading() -> Iterator[Reader]:
    with reader() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def file_of(folder: Path, content: bytes | str, name: str = "file.csv") -> ForeignFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return ForeignFile(str(path))


def rows_of(reading: Reader, extraction: Extraction) -> list[list[str]]:
    texts = [batch.csv.decode() for batch in reading.read(extraction)]
    return [row for text in texts for row in csv.reader(io.StringIO(text, newline=""))]


@pytest.mark.parametrize(
    "content",
    [
        b"id,town\n1,K\xc3\xb6ln\n2,Leeds\n",
        b"\xef\xbb\xbfid,town\n1,K\xc3\xb6ln\n2,Leeds\n",
        b"id,town\r1,K\xc3\xb6ln\r2,Leeds\r",
        b"id,town\r\n1,K\xc3\xb6ln\r\n2,Leeds",
        b"id,town\n1,K\xf6ln\n2,Leeds\n",
        b"id;town\n1;K\xf6ln\n2;Leeds\n",
        b"id\ttown\n1\tK\xc3\xb6ln\n2\tLeeds\n",
        b'"id","town"\n"1","K\xc3\xb6ln"\n\n2,Leeds\n\n',
        "id,town\n1,Köln\n2,Leeds\n".encode("utf-16"),
        b"id,town\n1,K\xc3\xb6ln\x00\n2,Leeds\n",
        gzip.compress(b"id,town\n1,K\xc3\xb6ln\n2,Leeds\n", mtime=0),
    ],
    ids=["plain", "mark", "cr", "crlf", "latin-1", "semicolon", "tab", "quotes", "utf-16", "nul", "gzip"],
)
def test_the_same_rows_come_out_of_every_kind_of_csv(reading: Reader, folder: Path, content: bytes) -> None:
    extraction = Extraction(file_of(folder, content), (KEY, FileColumn("town", "main.town")))
    assert rows_of(reading, extraction) == [["1", "Köln", "1", ""], ["2", "Leeds", "2", ""]]


def test_a_quoted_text_may_run_over_lines(reading: Reader, folder: Path) -> None:
    file = file_of(folder, 'id,text\n1,"came late,\n""again"""\n2,fine\n')
    extraction = Extraction(file, (KEY, FileColumn("text", "main.text")))
    assert rows_of(reading, extraction) == [["1", 'came late,\n"again"', "1", ""], ["2", "fine", "2", ""]]


def test_parquet_and_json_lines_are_read_alike(reading: Reader, folder: Path) -> None:
    table = pa.table({"id": [1, 2], "amount": [0.1 + 0.2, None]})
    pa_parquet.write_table(table, folder / "file.parquet")
    lines = '{"id": 1, "sums": {"amount": 0.3}}\n{"id": 2, "sums": {}}\n'
    parquet = Extraction(
        ForeignFile(str(folder / "file.parquet")), (KEY, FileColumn("amount", "main.amount", "number"))
    )
    json = replace(
        parquet,
        file=file_of(folder, lines, "file.jsonl"),
        columns=(KEY, FileColumn("amount", 'main."sums.amount"', "number")),
    )
    expected = [["1", "0.300000", "1", ""], ["2", "", "2", ""]]
    assert rows_of(reading, parquet) == expected
    assert rows_of(reading, json) == expected


def test_what_cannot_be_read_is_refused_and_says_which_column(reading: Reader, folder: Path) -> None:
    file = file_of(
        folder,
        "id,day,pieces,kind\n1,2018-02-30,1,a\n2,2018-02-28,1.5,a\n3,0000-00-00,2.0,a\n,2018-02-28,1,a\n5,,,b\n6,9999-12-31,1,a\n",
    )
    columns = (
        KEY,
        FileColumn("day", "main.day", "date"),
        FileColumn("pieces", "main.pieces", "integer"),
        FileColumn("kind", "main.kind", codes=("a",)),
    )
    assert rows_of(reading, Extraction(file, columns)) == [
        ["1", "", "1", "a", "1", "unreadable:day"],
        ["2", "2018-02-28", "", "a", "2", "unreadable:pieces"],
        ["3", "", "2", "a", "3", ""],
        ["", "2018-02-28", "1", "a", "4", "missing:key"],
        ["5", "", "", "b", "5", "unknown_code:kind"],
        ["6", "", "1", "a", "6", "unreadable:day"],
    ]


def test_times_are_those_of_the_place_they_come_from(reading: Reader, folder: Path) -> None:
    file = file_of(
        folder, "id,at,odd\n1,2018-07-01 10:00:00,03/12/2018 18h05\n2,2018-07-01T10:00:00Z,\n3,2018-07-01,x\n"
    )
    columns = (
        KEY,
        FileColumn("at", "main.at", "instant"),
        FileColumn("odd", "main.odd", "instant", formats=("%d/%m/%Y %Hh%M",)),
    )
    assert rows_of(reading, Extraction(file, columns, time_zone="Europe/London")) == [
        ["1", "2018-07-01 10:00:00.000000+0100", "2018-12-03 18:05:00.000000+0000", "1", ""],
        ["2", "2018-07-01 11:00:00.000000+0100", "", "2", ""],
        ["3", "2018-07-01 00:00:00.000000+0100", "", "3", "unreadable:odd"],
    ]


def test_numbers_may_have_a_comma_and_words_may_mean_nothing(reading: Reader, folder: Path) -> None:
    file = file_of(folder, 'id,price\n1,"1.234,50"\n2,NA\n3,"12,5"\n')
    price = FileColumn("price", "main.price", "number", decimal_comma=True, empty=("NA",))
    assert rows_of(reading, Extraction(file, (KEY, price))) == [
        ["1", "1234.500000", "1", ""],
        ["2", "", "2", ""],
        ["3", "12.500000", "3", ""],
    ]


def test_rows_of_another_width_are_counted_and_the_others_keep_their_numbers(reading: Reader, folder: Path) -> None:
    file = file_of(folder, "id,town\n1,Leeds\n2\n3,York,Minster\n4,Hull\n")
    taken = reading.read(Extraction(file, (KEY,)))
    texts = "".join(batch.csv.decode() for batch in taken)
    assert list(csv.reader(io.StringIO(texts))) == [["1", "1", ""], ["4", "4", ""]]
    assert (taken.records, taken.broken) == (4, (2, 3))


def test_other_files_are_looked_up_and_groups_become_one_row(reading: Reader, folder: Path) -> None:
    lines = file_of(folder, "order,price\na,1.5\nb,2\na,3\n", "lines.csv")
    orders = file_of(folder, "id,town\na,Leeds\na,York\nc,Hull\n", "orders.csv")
    join = FileJoin("orders", orders, (("main.order", "id"),))
    columns = (FileColumn("key", 'main."order"'), FileColumn("town", "orders.town"))
    assert rows_of(reading, Extraction(lines, columns, (join,))) == [
        ["a", "Leeds", "1", ""],
        ["b", "", "2", ""],
        ["a", "Leeds", "3", ""],
    ]
    total = FileColumn("total", "sum(CAST(price AS DECIMAL(9, 2)))", "number", aggregate=True)
    assert rows_of(reading, Extraction(lines, (columns[0], total), group=('main."order"',))) == [
        ["a", "4.500000", "1", ""],
        ["b", "2.000000", "2", ""],
    ]


def test_reading_goes_on_behind_a_line(reading: Reader, folder: Path) -> None:
    file = file_of(folder, "id\n" + "".join(f"{number}\n" for number in range(1, 6)))
    assert rows_of(reading, Extraction(file, (KEY,), after=3)) == [["4", "4", ""], ["5", "5", ""]]


def test_a_trial_reads_the_first_records_only(reading: Reader, folder: Path) -> None:
    file = file_of(folder, "id\na\nb\nb\na\n")
    total = FileColumn("total", "count(*)", "integer", aggregate=True)
    trial = Extraction(file, (KEY, total), group=("main.id",), records=3)
    assert rows_of(reading, trial) == [["a", "1", "1", ""], ["b", "2", "2", ""]]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "empty.csv is empty."),
        (
            "cut.csv.gz",
            gzip.compress(b"id\n" + bytes(range(65, 90)) * 9000, mtime=0)[:60],
            "cut.csv.gz is cut off or damaged",
        ),
        (
            "sheet.csv",
            b"PK\x03\x04" + bytes(range(256)) * 40,
            "sheet.csv is a workbook or an archive, whatever its name says. Save each sheet as CSV",
        ),
        ("fake.parquet", b"id\n1\n", "fake.parquet is not a whole Parquet file."),
        ("photo.jpg", b"id\n1\n", "photo.jpg is none of CSV, gzipped CSV, Parquet or JSON lines by its name."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    reading: Reader, folder: Path, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        rows_of(reading, Extraction(file_of(folder, content, name), (KEY,)))
    assert str(refused.value).startswith(words)


def test_a_quote_that_never_ends_is_one_sentence(reading: Reader, folder: Path) -> None:
    file = file_of(folder, 'id,text\n1,fine\n2,"never ends\n' + "3,words words words\n" * 1_000_000)
    with pytest.raises(UnreadableFile, match=r"file.csv: a quoted text in it begins and never ends"):
        rows_of(reading, Extraction(file, (KEY,)))


def test_each_column_that_cannot_work_is_named(reading: Reader, folder: Path) -> None:
    file = file_of(folder, "id,town\n1,Leeds\n")
    columns = (
        KEY,
        FileColumn("town", "main.twon"),
        FileColumn("odd", "upper(", "text"),
        FileColumn("ok", "upper(town)"),
    )
    complaints = reading.check(Extraction(file, columns))
    assert [complaint.column for complaint in complaints] == ["town", "odd"]
    assert 'does not have a column named "twon"' in complaints[0].reason


def test_expressions_reach_nothing_but_the_files_they_are_given(reading: Reader, folder: Path) -> None:
    secret = folder / "secret.csv"
    secret.write_text("word\nsesame\n")
    file = file_of(folder, "id\n1\n")
    spy = FileColumn("spied", f"(SELECT max(word) FROM read_csv('{secret}'))")
    [complaint] = reading.check(Extraction(file, (KEY, spy)))
    assert "disabled" in complaint.reason


def test_refused_rows_are_copied_as_they_came(reading: Reader, folder: Path) -> None:
    file = file_of(folder, "id,town\n1,K\xf6ln\n2,\n3,York\n")
    target = folder / "refused.csv"
    reading.copy_refused(Refused(file, ((2, "No town."), (3, "No such town.")), str(target)))
    assert list(csv.reader(target.read_text().splitlines())) == [
        ["id", "town", "line", "refused_because"],
        ["2", "", "2", "No town."],
        ["3", "York", "3", "No such town."],
    ]


def test_rows_that_could_not_be_split_are_copied_whole(reading: Reader, folder: Path) -> None:
    file = file_of(folder, "id,town\n1,York,Minster\n2,Leeds\n")
    target = folder / "refused.csv"
    reading.copy_refused(Refused(file, ((1, "Too many columns."),), str(target)))
    assert list(csv.reader(target.read_text().splitlines()))[1:] == [["1,York,Minster", "", "1", "Too many columns."]]


def test_a_reader_that_is_killed_is_one_sentence(folder: Path) -> None:
    with reader() as started:
        started._process.kill()
        with pytest.raises(UnreadableFile, match="The reader ended before the file did: killed"):
            started.describe(file_of(folder, "id\n1\n"))
