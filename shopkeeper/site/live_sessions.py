"""Who among open pages is signed in: asked for all that wait at once, on one connection that they share."""

import asyncio
from contextlib import suppress
from typing import Any

import psycopg
from django.core import signing

_LINGER = 5.0
_SALT = "django.contrib.sessions.SessionStore"
_READ = "SELECT session_key, session_data FROM django_session WHERE session_key = ANY (%s) AND expire_date > now()"


class Sessions:
    """The session table, without the weight of pages. A connection for each page would need a server process each."""

    def __init__(self, database_url: str, secret_key: str) -> None:
        self._database_url, self._secret_key = database_url, secret_key
        self._waiting: dict[str, asyncio.Future[str]] = {}
        self._asked = asyncio.Event()
        self._answering: asyncio.Task[None] | None = None

    async def user_of(self, key: str) -> str:
        """The id of the user whose session this is; empty where it is nobody's."""
        if not (key.isascii() and key.isalnum()):
            return ""
        answer = self._waiting.setdefault(key, asyncio.get_running_loop().create_future())
        self._asked.set()
        if self._answering is None or self._answering.done():
            self._answering = asyncio.create_task(self._answer_all())
        return await asyncio.shield(answer)

    async def _answer_all(self) -> None:
        try:
            async with await psycopg.AsyncConnection.connect(self._database_url, autocommit=True) as server:
                while self._waiting:
                    await self._answer(server)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._asked.wait(), _LINGER)
        except psycopg.Error as error:
            failed, self._waiting = self._waiting, {}
            for answer in failed.values():
                answer.set_exception(error)

    async def _answer(self, server: psycopg.AsyncConnection[Any]) -> None:
        self._asked.clear()
        keys = list(self._waiting)
        rows: dict[str, str] = dict(await (await server.execute(_READ, [keys])).fetchall())
        for key in keys:
            self._waiting.pop(key).set_result(self._user_in(rows.get(key)))

    def _user_in(self, data: str | None) -> str:
        if data is None:
            return ""
        try:
            held = signing.loads(data, key=self._secret_key, salt=_SALT, fallback_keys=[])
        except signing.BadSignature:
            return ""
        return str(held.get("_auth_user_id", ""))
