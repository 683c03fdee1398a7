"""How questions and answers travel between processes: a length of four bytes, then MessagePack."""

import socket
import struct
import sys
from pathlib import Path

import msgspec

from shopkeeper.engines.warehouse.contract import Answer, Question, Refused

LENGTH = struct.Struct(">I")
LARGEST = 64 * 2**20
_PEER = struct.Struct("3i")

encode = msgspec.msgpack.Encoder().encode
decode_question = msgspec.msgpack.Decoder(Question).decode


class Reply(msgspec.Struct):
    """Exactly one of the two."""

    answer: Answer | None = None
    refused: Refused | None = None


decode_reply = msgspec.msgpack.Decoder(Reply).decode


def frame(body: bytes) -> bytes:
    """A message with its length in front."""
    return LENGTH.pack(len(body)) + body


def user_of(peer: socket.socket, path: Path) -> int:
    """Who is at the other end; where the system does not tell, who made the socket."""
    if sys.platform == "linux":
        credentials = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
        return int(_PEER.unpack(credentials)[1])
    return path.lstat().st_uid
