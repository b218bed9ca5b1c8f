"""A store of drawn pictures that forgets the longest unused ones when they take more room than they may."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

_ENTRY_BYTES = 400
"""What an entry takes beside its pixels, roughly."""


class Kept(Generic[Value]):
    """Values by key, of at most `most` bytes together as `size` counts each. May be used from several threads."""

    def __init__(self, most: int, size: Callable[[Value], int]) -> None:
        self._most, self._size = most, size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()
        self.used = 0
        self.misses = 0

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept under `key`, or what `make` gives, which is then kept."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
                return value
        value = make()
        with self._lock:
            self.misses += 1
            if key not in self._values:
                self._values[key] = value
                self.used += self._size(value) + _ENTRY_BYTES
            while self.used > self._most and len(self._values) > 1:
                _, oldest = self._values.popitem(last=False)
                self.used -= self._size(oldest) + _ENTRY_BYTES
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self.used = 0
