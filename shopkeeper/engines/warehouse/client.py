"""Asking the analytics process: no heavy library is loaded here, so that web processes stay small."""

import os
import socket
from collections import deque
from pathlib import Path

from shopkeeper.core.actors import Actor
from shopkeeper.engines.warehouse import wire
from shopkeeper.engines.warehouse.contract import Parameters, Rows
from shopkeeper.engines.warehouse.errors import BY_CODE, QueryNotAllowed, WarehouseDown, WarehouseNotOurs
from shopkeeper.engines.warehouse.scoping import ask, read_answer


class WarehouseClient:
    """A `Warehouse` in another process. Connections last, and threads borrow them in turn."""

    def __init__(self, path: Path, *, seconds: float = 25.0) -> None:
        self._path = path
        self._seconds = seconds
        self._idle: deque[socket.socket] = deque()

    def query(self, sql: str, parameters: Parameters, by: Actor) -> Rows:
        """See `Warehouse.query`."""
        message = wire.frame(wire.encode(ask(sql, parameters, by)))
        reply = wire.decode_reply(self._exchange(message))
        if reply.answer is None:
            refused = reply.refused or wire.Refused("warehouse_down", {})
            raise BY_CODE.get(refused.code, QueryNotAllowed)(**refused.facts)
        return read_answer(reply.answer)

    def close(self) -> None:
        """End the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()

    def _exchange(self, message: bytes) -> bytes:
        """Send and receive; once more on a new connection where the old ones died with the process they led to."""
        if self._idle:
            try:
                return self._try(self._idle.pop(), message)
            except TimeoutError:
                raise WarehouseDown from None
            except (OSError, IndexError):
                self.close()
        try:
            return self._try(self._connect(), message)
        except OSError:
            raise WarehouseDown from None

    def _try(self, connection: socket.socket, message: bytes) -> bytes:
        try:
            connection.sendall(message)
            (length,) = wire.LENGTH.unpack(_receive(connection, wire.LENGTH.size))
            body = _receive(connection, length)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return body

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self._seconds)
        try:
            connection.connect(str(self._path))
            if wire.user_of(connection, self._path) != os.geteuid():
                raise WarehouseNotOurs
        except BaseException:
            connection.close()
            raise
        return connection


def _receive(connection: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(min(size - len(parts), 2**20))
        if not part:
            raise ConnectionResetError
        parts += part
    return bytes(parts)
