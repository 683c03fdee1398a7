"""`@remembered`: what is asked many times while one page is made is looked up once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

_answers: ContextVar[dict[Hashable, object] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """From here to the end of the block, each remembered question is asked once; nothing is known from before."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


@contextmanager
def forgetting() -> Iterator[None]:
    """Remember nothing in this block, and nothing after it that was known before: it writes."""
    answers = _answers.get()
    token = _answers.set(None)
    try:
        yield
    finally:
        _answers.reset(token)
        if answers:
            answers.clear()


def remembered[**P, R](question: Callable[P, R]) -> Callable[P, R]:
    """Let `question` be asked once for the same arguments, which must be hashable, within `remembering()`.

    Outside of it, and inside of actions, each call asks. Nobody may change the answer that they get.
    """

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        return answers[key]  # type: ignore[return-value]  # what this question answered before

    return ask
