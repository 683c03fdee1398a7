"""Pictures of returns: what they show stays, what a camera writes into them does not; they go with their person."""

import io
import zipfile
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from shopkeeper.customers.actions.erasure import erase_customer
from shopkeeper.customers.queries.exports import pack_export
from shopkeeper.orders import pictures
from shopkeeper.orders.actions.own_links import sign_order
from shopkeeper.orders.errors import NoPicture, PictureTooLarge
from shopkeeper.orders.models import ReturnPhoto, ReturnRequest
from tests.orders.book import BY, get, hour
from tests.orders.test_return_doors import sign_in
from tests.orders.test_returns import ask, delivered

pytestmark = pytest.mark.django_db
GPS, MAKER, TURNED = 0x8825, 0x010F, 0x0112


def taken(size: tuple[int, int] = (40, 20), kind: str = "JPEG") -> bytes:
    """A red picture as a phone takes it: on its side, with the place and the phone written into it."""
    told = Image.Exif()
    told[MAKER], told[TURNED] = "Phone of Ann", 6
    told.get_ifd(GPS)[2] = (53.0, 48.0, 0.0)
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind, exif=told)
    return file.getvalue()


def drawn(content: bytes, name: str = "lamp.jpg") -> pictures.Picture:
    return pictures.draw_anew(io.BytesIO(content), name=name, size=len(content))


def upload(content: bytes, name: str = "lamp.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_upright_and_tells_nothing_but_what_it_shows(kind: str) -> None:
    picture = drawn(taken(kind=kind))
    seen = Image.open(io.BytesIO(picture.content))
    assert (seen.format, seen.size, dict(seen.getexif()), b"Phone of Ann" in picture.content) == (
        "JPEG", (20, 40), {}, False,
    )  # fmt: skip
    red, green, blue = seen.getpixel((10, 10))  # type: ignore[misc]
    assert (red > 240, green < 20, blue < 20) == (True, True, True)


def test_a_large_picture_is_made_smaller() -> None:
    assert (drawn(taken((3200, 800))).width, drawn(taken((3200, 800))).height) == (400, 1600)


@pytest.mark.parametrize(("content", "name"), [(b"%PDF-1.7 no picture", "bill.pdf"), (b"", "empty.jpg")])
def test_what_is_no_picture_is_refused_by_its_name(content: bytes, name: str) -> None:
    with pytest.raises(NoPicture, match=name):
        drawn(content, name)


def test_half_a_picture_is_refused() -> None:
    with pytest.raises(NoPicture):
        drawn(taken((400, 400))[:900])


def test_a_small_file_that_unfolds_to_more_than_a_camera_takes_is_refused_before_it_is_unfolded() -> None:
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    assert len(file.getvalue()) < 20_000
    with pytest.raises(PictureTooLarge, match="50 megapixels"):
        drawn(file.getvalue())
    with pytest.raises(PictureTooLarge, match="12 MB"):
        pictures.draw_anew(io.BytesIO(taken()), name="lamp.jpg", size=pictures.LARGEST + 1)


def test_a_customer_shows_what_is_wrong_by_their_link_and_a_clerk_sees_it(client: Client) -> None:
    placed = delivered()
    page = f"/order/{sign_order(placed.id)}"
    told = {"pieces": "1", "way": "parcel", "photo": upload(taken())}
    client.post(f"{page}/lines/{get(placed.id).lines[0].id}/return/", told)
    made = ReturnRequest.objects.get()
    client.post(f"{page}/returns/{made.id}/photos/", {"photo": [upload(taken()), upload(taken(), "two.jpg")]})
    assert ReturnPhoto.objects.count() == 3
    photo, clerk = ReturnPhoto.objects.earliest("added_at"), sign_in()
    assert photo.added_by.partition(":")[0] == "customer_link"
    for seen in (client.get(f"{page}/returns/{made.id}/photos/{photo.id}/"),
                 clerk.get(f"/returns/{made.id}/photos/{photo.id}/")):  # fmt: skip
        assert (seen.status_code, seen["Content-Type"], Image.open(io.BytesIO(seen.content)).size) == (
            200, "image/jpeg", (20, 40),
        )  # fmt: skip
    assert f"/returns/{made.id}/photos/{photo.id}/" in clerk.get(f"/returns/{made.number}/").content.decode()


def test_a_file_that_is_no_picture_is_said_so_and_the_return_stays(client: Client) -> None:
    placed = delivered()
    page = f"/order/{sign_order(placed.id)}"
    told = {"pieces": "1", "way": "parcel", "photo": upload(b"MZ", "lamp.exe")}
    shown = client.post(f"{page}/lines/{get(placed.id).lines[0].id}/return/", told, follow=True).content.decode()
    assert ("lamp.exe" in shown, ReturnRequest.objects.count(), ReturnPhoto.objects.count()) == (True, 1, 0)


def test_a_clerk_adds_pictures_and_six_are_the_most() -> None:
    made, client = ask(delivered(), 1), sign_in()
    for _ in range(2):
        client.post(f"/returns/{made}/photos/", {"photo": [upload(taken()) for _ in range(4)]})
    assert ReturnPhoto.objects.count() == 4


def test_another_orders_link_shows_no_picture(client: Client) -> None:
    made = ask(delivered(), 1)
    sign_in().post(f"/returns/{made}/photos/", {"photo": upload(taken())})
    photo = ReturnPhoto.objects.get()
    wrong = f"/order/{sign_order(UUID(int=1))}/returns/{made}/photos/{photo.id}/"
    assert client.get(wrong).status_code in (404, 410)


def test_a_person_is_given_their_pictures_and_they_go_when_the_person_is_erased(
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    placed = delivered()
    made = ask(placed, 1)
    sign_in().post(f"/returns/{made}/photos/", {"photo": upload(taken())})
    photo, customer_id = ReturnPhoto.objects.get(), get(placed.id).customer_id
    assert customer_id
    archive = zipfile.ZipFile(io.BytesIO(pack_export(customer_id, now=hour(50))))
    [name] = [one for one in archive.namelist() if one.startswith("pictures/")]
    assert archive.read(name) == pictures.file_of(photo.id).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        erase_customer(customer_id=customer_id, by=BY, now=hour(51))
    assert (ReturnPhoto.objects.count(), pictures.file_of(photo.id).exists()) == (0, False)
