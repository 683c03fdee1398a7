"""Imports through their doors: pages, REST, command line; each with its permission."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shopkeeper.connectors.actions import resume_runs
from shopkeeper.connectors.commands import import_files
from shopkeeper.connectors.formats import write_formats
from shopkeeper.connectors.handlers import carry_out_request
from shopkeeper.connectors.models import ImportRun
from shopkeeper.connectors.uploads import forget_files
from shopkeeper.core.api_keys import create_api_key
from shopkeeper.core.dispatch import announcement_of
from shopkeeper.core.models import Event
from shopkeeper.organization.models import Outlet
from tests.cast import NOW, SYSTEM, Cast, with_cast
from tests.connectors.importing import write_csv

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
OUTLETS = b"source_key,name,kind\nhul,Hull,store\nmoo,Moon,crater\n"
MAPPING = """files: {shops: shops.csv}
tables: [{table: outlets, from: shops, columns: {source_key: Nr, name: Name, kind: {constant: store}}}]
"""


@pytest.fixture
def cast() -> Cast:
    return with_cast()


def api(*permissions: str) -> dict[str, str]:
    key = create_api_key(name="test", permissions=permissions, by=SYSTEM, now=NOW)
    return {"authorization": f"Bearer {key}"}


def upload(content: bytes = OUTLETS, name: str = "outlets.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def work() -> None:
    """What the worker does with every import that was asked for."""
    for event in Event.objects.filter(name="connectors.import_requested"):
        carry_out_request(announcement_of(event))


def kept_files() -> list[Path]:
    return sorted((settings.HOME.media / "imports").glob("*/files/*"))


def figures(page: str) -> list[str]:
    """Rows, accepted, refused, new, changed, as before."""
    return re.findall(r"<dd[^>]*>([^<]*)</dd>", page)


def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, data, headers={"HX-Request": "true"})


def test_files_are_handed_over_tried_and_imported(cast: Cast) -> None:
    client = cast.sign_in("data_steward")
    before = Outlet.objects.count()
    opened = client.post("/imports/new/", {"files": [upload()]})
    run = ImportRun.objects.get()
    assert opened.headers["Location"] == f"/imports/{run.number}/draft/"
    assert "outlets.csv" in client.get(opened.headers["Location"]).content.decode()
    tried = post(client, f"/imports/{run.number}/rehearsal/", source="till", mapping="").content.decode()
    assert "Of the first 2 rows: 1 new" in tried
    assert "“kind” is none of store, web_shop, contact_center, marketplace." in tried
    assert Outlet.objects.count() == before
    client.post(f"/imports/{run.number}/start/", {"source": "till", "mapping": ""})
    assert "waiting" in client.get(f"/imports/{run.number}/").content.decode()
    work()
    page = client.get(f"/imports/{run.number}/").content.decode()
    assert figures(page) == ["2", "1", "1", "1", "0", "0"]
    refused = client.get(f"/imports/{run.number}/refused/1/").content.decode()
    assert [row[0] for row in csv.reader(io.StringIO(refused))] == ["source_key", "moo"]
    assert Outlet.objects.filter(source="till").count() == 1


def test_a_foreign_file_gets_a_sketch_of_a_mapping_and_errors_name_their_line(cast: Cast) -> None:
    client = cast.sign_in("data_steward")
    opened = client.post("/imports/new/", {"files": [upload(b"Nr,Name\n7,Hull\n", "shops.csv")]})
    page = client.get(opened.headers["Location"]).content.decode()
    assert "shops: shops.csv" in page
    number = ImportRun.objects.get().number
    wrong = post(
        client, f"/imports/{number}/rehearsal/", mapping=MAPPING.replace("Name}", "Nam}").replace("Name,", "Nam,")
    )
    assert wrong.status_code == 422
    assert (wrong.headers["HX-Retarget"], wrong.content.decode().count("<li>")) == ("#rehearsal", 1)
    assert "mapping.yaml, line 2, outlets.name (shops.csv)" in wrong.content.decode()
    assert "1 new" in post(client, f"/imports/{number}/rehearsal/", mapping=MAPPING).content.decode()


def test_a_sketch_leaves_open_what_no_column_holds_and_the_try_says_so(cast: Cast) -> None:
    client = cast.sign_in("data_steward")
    file = upload(b"source_key,sku,location,quantity,occurred_at\nw1,LAMP,LDS,1,2026-11-23\n", "stock_movements.csv")
    page = client.get(client.post("/imports/new/", {"files": [file]}).headers["Location"])
    mapping = page.context["mapping"]
    assert "location_code: location\n" in mapping
    assert "source: source_key" not in mapping
    number = ImportRun.objects.get().number
    tried = post(client, f"/imports/{number}/rehearsal/", mapping=mapping).content.decode()
    assert "columns.kind: nothing says where it comes from. Name a column of the file" in tried


def test_an_import_that_has_started_cannot_be_described_again(cast: Cast) -> None:
    client = cast.sign_in("data_steward")
    client.post("/imports/new/", {"files": [upload()]})
    number = ImportRun.objects.get().number
    client.post(f"/imports/{number}/start/", {})
    assert post(client, f"/imports/{number}/start/").status_code == 409


def test_the_page_tells_what_can_be_told_and_which_file_would_tell_more(cast: Cast) -> None:
    client = cast.sign_in("data_steward")
    client.post("/imports/new/", {"files": [upload()]})
    client.post(f"/imports/{ImportRun.objects.get().number}/start/", {})
    work()
    page = client.get("/imports/").content.decode()
    told, more = page.split("Which file would tell more")
    assert "Every number by outlet and region" in told
    assert "Which promises were broken, by whom, where, and who was hurt" in more


@pytest.mark.parametrize("path", ["/imports/", "/imports/formats/"])
def test_a_store_associate_sees_no_imports(cast: Cast, path: str) -> None:
    assert cast.sign_in("associate").get(path).status_code == 403
    assert cast.sign_in("data_steward").get(path).status_code == 200


def test_whoever_may_only_look_cannot_import(cast: Cast) -> None:
    client = cast.sign_in("chief_customer_officer")
    assert client.get("/imports/").status_code == 200
    assert client.post("/imports/new/", {"files": [upload()]}).status_code == 403
    assert not ImportRun.objects.exists()


def test_rest_imports_in_the_background_and_gives_the_refused_rows(cast: Cast) -> None:
    client, key = Client(), api("connectors.run_imports", "connectors.view_imports")
    started = client.post("/api/imports", {"files": upload(), "source": "till"}, headers=key)
    assert (started.status_code, started.json()["state"]) == (202, "waiting")
    work()
    number = started.json()["number"]
    done = client.get(f"/api/imports/{number}", headers=key).json()
    assert (done["state"], done["parts"][0]["created"], done["parts"][0]["refused"]) == ("finished", 1, 1)
    assert b"moo" in client.get(f"/api/imports/{number}/refused/1", headers=key).content
    assert [run["number"] for run in client.get("/api/imports", headers=key).json()] == [number]


def test_rest_tries_the_first_rows_and_keeps_nothing(cast: Cast) -> None:
    before, files = Outlet.objects.count(), kept_files()
    key = api("connectors.run_imports", "connectors.view_imports")
    tried = Client().post("/api/imports", {"files": upload(), "dry_run": "true"}, headers=key).json()
    assert [(part["table"], part["created"], part["refused"]) for part in tried] == [("outlets", 1, 1)]
    assert Outlet.objects.count() == before
    assert not ImportRun.objects.exists()
    assert kept_files() == files


def test_rest_refuses_without_the_permission(cast: Cast) -> None:
    key = api("connectors.view_imports")
    assert Client().post("/api/imports", {"files": upload()}, headers=key).status_code == 403
    assert Client().get("/api/imports/9999", headers=key).json()["type"] == "urn:shopkeeper:not_found"


def test_a_run_that_its_worker_dropped_is_asked_for_again(cast: Cast) -> None:
    Client().post("/api/imports", {"files": upload()}, headers=api("connectors.run_imports", "connectors.view_imports"))
    ImportRun.objects.update(confirmed_at=NOW)
    asked = Event.objects.filter(name="connectors.import_requested")
    assert (resume_runs(by=SYSTEM, now=NOW), asked.count()) == (0, 1)
    later = NOW.replace(hour=NOW.hour + 1)
    assert (resume_runs(by=SYSTEM, now=later), asked.count()) == (1, 2)
    work()
    assert resume_runs(by=SYSTEM, now=later) == 0


def test_files_are_forgotten_and_unfinished_runs_keep_theirs(cast: Cast) -> None:
    client = cast.sign_in("data_steward")
    client.post("/imports/new/", {"files": [upload()]})
    client.post("/imports/new/", {"files": [upload()]})
    draft, asked = ImportRun.objects.order_by("number")
    client.post(f"/imports/{asked.number}/start/", {})
    ImportRun.objects.update(requested_at=NOW)
    kept = [Path(run.folder) for run in (draft, asked)]
    assert forget_files(by=SYSTEM, now=NOW.replace(year=NOW.year + 1)) == 1
    assert [folder.exists() for folder in kept] == [False, True]
    assert ImportRun.objects.get() == asked


def test_the_command_line_tries_and_refuses_in_words(cast: Cast, tmp_path: Path) -> None:
    write_csv(tmp_path, "outlets.csv", [{"source_key": "hul", "name": "Hull", "kind": "store"}])
    tried = CliRunner().invoke(import_files, [str(tmp_path), "--dry-run"])
    assert "outlets from outlets.csv: 1 rows tried" in tried.output
    assert tried.output.endswith("Nothing was kept.\n")
    (tmp_path / "mapping.yaml").write_text("tables: [{table: outlet}]")
    refused = CliRunner().invoke(import_files, [str(tmp_path), "--mapping", str(tmp_path / "mapping.yaml")])
    assert refused.exit_code == 1
    assert "mapping.yaml, line 1, tables.table: there is no table “outlet”. Did you mean “outlets”?" in refused.output


def test_the_page_of_formats_says_what_the_modules_accept() -> None:
    assert (ROOT / "docs" / "import-formats.md").read_text() == write_formats()
