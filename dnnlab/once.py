"""Made once a process, also when many threads ask at the same moment.

``functools.cache`` lets each of them make its own first: twenty learners who
open a page together would unpack the same data set twenty times.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial, wraps
from threading import Lock
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Remember what ``make`` returns; who asks meanwhile waits.  An exception is not remembered."""
    lock, made = Lock(), list[T]()

    @wraps(make)
    def get() -> T:
        if not made:
            with lock:
                if not made:
                    made.append(make())
        return made[0]

    return get


def once_each(make: Callable[[K], T]) -> Callable[[K], T]:
    """The same for each argument: who asks for another one does not wait."""
    makers: dict[K, Callable[[], T]] = {}

    @wraps(make)
    def get(key: K) -> T:
        return makers.setdefault(key, once(partial(make, key)))()  # setdefault: of two at once, the first one's

    return get
