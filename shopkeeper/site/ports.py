"""Ports: whether they are free, said before anything is started."""

import errno
import socket

import click


def check_free(host: str, port: int) -> None:
    """Refuse a port that is taken or not allowed.

    :raises click.ClickException: with a sentence that names another way
    """
    try:
        _bind(host, port)
    except OSError as refused:
        raise click.ClickException(_explain(refused, host, port)) from None


def next_free(host: str, wished: int) -> int:
    """`wished` where it is free, else any free port."""
    try:
        return _bind(host, wished)
    except (OSError, OverflowError):
        return _bind(host, 0)


def _bind(host: str, port: int) -> int:
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        return int(probe.getsockname()[1])


def _explain(refused: OSError, host: str, port: int) -> str:
    if refused.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another with --port, for example --port {port + 10}."
    if refused.errno == errno.EACCES:
        return f"This account may not use port {port}. Choose one above 1023 with --port."
    return f"Nobody can listen on {host}:{port} ({refused.strerror or refused})."
