"""Ports: taken ones are named before anything starts."""

import socket
from collections.abc import Iterator

import click
import pytest

from shopkeeper.site.ports import check_free, next_free

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_refused_with_a_way_out(taken: int) -> None:
    with pytest.raises(click.ClickException) as refused:
        check_free("127.0.0.1", taken)
    expected = f"Port {taken} is taken by another program. Choose another with --port, for example --port {taken + 10}."
    assert refused.value.message == expected


def test_a_free_port_is_fine(taken: int) -> None:
    free = next_free("127.0.0.1", taken)
    assert free != taken
    check_free("127.0.0.1", free)


def test_a_wished_port_is_taken_where_it_is_free(taken: int) -> None:
    free = next_free("127.0.0.1", 0)
    assert next_free("127.0.0.1", free) == free


def test_an_address_that_is_not_ours_is_named() -> None:
    with pytest.raises(click.ClickException, match=r"Nobody can listen on 192\.0\.2\.1:8000"):
        check_free("192.0.2.1", 8000)
