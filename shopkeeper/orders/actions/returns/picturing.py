"""Pictures are added to a return: by its customer, or by whoever looks at the pieces."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.orders.actions.returns.steps import lock_request, name_of
from shopkeeper.orders.errors import TooManyPictures
from shopkeeper.orders.models import ReturnPhoto
from shopkeeper.orders.pictures import Picture, keep_file

MOST = 6


@action
def add_photos(*, request_id: UUID, pictures: Sequence[Picture], by: Actor, now: datetime) -> int:
    """Add pictures to a return, all or none; gives how many it has then. The file is there before its row is.

    :raises ReturnNotFound: when there is no such return
    :raises TooManyPictures: when it would have more than `MOST`
    """
    row, _order, _lines = lock_request(request_id)
    there = ReturnPhoto.objects.filter(request=row).count()
    if there + len(pictures) > MOST:
        raise TooManyPictures(most=MOST, there=there)
    for picture in pictures:
        photo = ReturnPhoto(
            id=new_id(), request=row, width=picture.width, height=picture.height, size=len(picture.content),
            added_by=name_of(by), added_at=now,
        )  # fmt: skip
        keep_file(photo.id, picture.content)
        photo.save(force_insert=True)
    return there + len(pictures)
