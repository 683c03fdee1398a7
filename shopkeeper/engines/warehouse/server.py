"""The analytics process: one small DuckDB that answers the other processes over a Unix socket."""

import asyncio
import logging
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from shopkeeper.core.refusals import Refusal
from shopkeeper.engines.warehouse import wire
from shopkeeper.engines.warehouse.contract import Refused
from shopkeeper.engines.warehouse.duckdb_engine import DuckDBEngine
from shopkeeper.engines.warehouse.errors import QueryNotAllowed

log = logging.getLogger(__name__)
_AT_ONCE = 4


class AlreadyServed(Exception):
    """Another analytics process listens at this socket."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Another analytics process already answers at {path}.")


def serve(path: Path, engine: DuckDBEngine) -> None:
    """Answer until SIGTERM or SIGINT.

    :raises AlreadyServed: when somebody answers there
    """
    asyncio.run(_serve(path, engine))


async def _serve(path: Path, engine: DuckDBEngine) -> None:
    stop = asyncio.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(kind, stop.set)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="query") as pool:
        door = _Door(path, engine, pool)
        server = await asyncio.start_unix_server(door.talk, sock=_listen(path))
        await stop.wait()
        server.close()
        door.hang_up()
        path.unlink(missing_ok=True)
    engine.close()


class _Door:
    """One conversation at a time with each process that asks."""

    def __init__(self, path: Path, engine: DuckDBEngine, pool: ThreadPoolExecutor) -> None:
        self._path = path
        self._engine = engine
        self._pool = pool
        self._open: set[asyncio.StreamWriter] = set()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one process until it leaves."""
        self._open.add(writer)
        try:
            if wire.user_of(writer.get_extra_info("socket"), self._path) == os.geteuid():
                await self._answer_all(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the other process left, which is its right
        finally:
            self._open.discard(writer)
            writer.close()

    def hang_up(self) -> None:
        """End all conversations."""
        for writer in self._open:
            writer.close()

    async def _answer_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            (length,) = wire.LENGTH.unpack(await reader.readexactly(wire.LENGTH.size))
            if length > wire.LARGEST:
                return
            body = await reader.readexactly(length)
            reply = await asyncio.get_running_loop().run_in_executor(self._pool, self._reply, body)
            writer.write(wire.frame(reply))
            await writer.drain()

    def _reply(self, body: bytes) -> bytes:
        try:
            return wire.encode(wire.Reply(answer=self._engine.answer(wire.decode_question(body))))
        except Refusal as refusal:
            return wire.encode(wire.Reply(refused=Refused(refusal.code, refusal.facts)))
        except msgspec.MsgspecError:
            return wire.encode(wire.Reply(refused=Refused(QueryNotAllowed.code, {"reason": "unreadable question"})))
        except Exception:
            log.exception("a question could not be answered")
            return wire.encode(wire.Reply(refused=Refused(QueryNotAllowed.code, {"reason": "an internal error"})))


def _listen(path: Path) -> socket.socket:
    """Take the place of a socket that a killed process left behind, never that of a living one."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if path.exists():
            _refuse_a_living(path)
            path.unlink()
        before = os.umask(0o177)
        try:
            listener.bind(str(path))
        finally:
            os.umask(before)
        listener.listen(64)
    except BaseException:
        listener.close()
        raise
    return listener


def _refuse_a_living(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            return
    raise AlreadyServed(path)
