"""Two parts of the system write to one person at once: the same thing once, and no survey above the budget."""

from datetime import timedelta
from uuid import UUID

from shopkeeper.messages.models import Message
from tests.gates import one_after_the_other
from tests.messages.test_outbox import NOW, ann, pytestmark, text, write  # noqa: F401  the marks of this file


def test_what_two_write_at_once_about_one_thing_is_one_message(ann: UUID) -> None:  # noqa: F811  a fixture
    text("late", "service")
    write(ann, "late", "order:0")
    again = one_after_the_other(lambda: write(ann, "late", "order:1"), lambda: write(ann, "late", "order:1"))
    assert Message.objects.get(ref="order:1") == again


def test_two_surveys_at_once_do_not_both_take_the_last_place_of_the_budget(ann: UUID) -> None:  # noqa: F811
    text("survey", "survey")
    for n in range(2):
        write(ann, "survey", f"order:{n}", NOW - timedelta(days=1))
    one_after_the_other(lambda: write(ann, "survey", "order:8"), lambda: write(ann, "survey", "order:9"))
    assert dict(Message.objects.values_list("ref", "held_back").filter(queued_at=NOW)) == {
        "order:8": "", "order:9": "fatigue",
    }  # fmt: skip
