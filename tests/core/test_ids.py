"""Identifiers: ordered by time, readable aloud, one slip of the tongue finds nobody else's order."""

import time
import uuid

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.core import ids


def test_a_uuid7_carries_its_millisecond_version_and_variant() -> None:
    # The example of RFC 9562, appendix A.6.
    made = ids.uuid7(millis=0x017F22E279B0, entropy=(0xCC3 << 68 | 0x18C4DC0C0C07398F).to_bytes(10, "big"))
    assert made == uuid.UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_ids_come_from_the_source_in_force() -> None:
    fixed = uuid.UUID(int=7)
    ids.use_source(lambda: fixed)
    try:
        assert ids.new_id() == fixed
    finally:
        ids.use_source(None)
    assert ids.new_id() != ids.new_id()


@given(st.integers(min_value=0, max_value=10**12), st.data())
def test_a_number_with_one_wrong_letter_is_noticed(sequence: int, data: st.DataObject) -> None:
    number = ids.short_number(sequence)
    place = data.draw(st.integers(0, len(number) - 1))
    letter = data.draw(st.sampled_from([c for c in "23456789ABCDEFGHJKMNPQRSTVWXY" if c != number[place]]))
    assert ids.is_short_number(number)
    assert ids.is_short_number(f" {number.lower()} ")
    assert not ids.is_short_number(number[:place] + letter + number[place + 1 :])


def test_what_is_no_number_is_noticed() -> None:
    assert [ids.is_short_number(text) for text in ("", "2", "O0", "1I")] == [False, False, False, False]


def test_what_is_made_in_one_go_stands_in_its_order() -> None:
    made = []
    for _ in range(200):
        made.append(ids.uuid7())
        time.sleep(0.000_001)
    assert made == sorted(made)
