"""How often one caller may knock at a door that needs no key."""

from threading import Lock

_CALLERS_AT_MOST = 50_000


class Limit:
    """So many requests in so many seconds from one address, counted in this process; who comes too often waits."""

    def __init__(self, *, requests: int, seconds: int) -> None:
        self.requests, self.seconds = requests, seconds
        self._counted: dict[str, int] = {}
        self._window = 0
        self._lock = Lock()

    def allows(self, caller: str, at: float) -> bool:
        """Whether one more request of `caller` at this second is within the limit."""
        with self._lock:
            window = int(at // self.seconds)
            if window != self._window or len(self._counted) > _CALLERS_AT_MOST:
                self._counted, self._window = {}, window
            self._counted[caller] = self._counted.get(caller, 0) + 1
            return self._counted[caller] <= self.requests
