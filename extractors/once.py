"""What an object finds out about itself once, when it is first asked."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Found = TypeVar("Found")


class once(Generic[Found]):
    """`functools.cached_property` without the lock that Python 3.11 takes each time: a document has tens of thousands of these.

    Its place is for values that cost little and are the same whoever finds them, so that no lock is needed. From Python 3.12 on
    the library's own has none.
    """

    def __init__(self, find: Callable[[Any], Found]) -> None:
        """Wrap a method that depends on the object only."""
        self.find = find
        self.name = find.__name__
        self.__doc__ = find.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> "once[Found]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> Found: ...
    def __get__(self, instance: object | None, owner: type) -> "once[Found] | Found":
        """Return what was found; it is kept in the object, which is asked no more."""
        if instance is None:
            return self
        found = self.find(instance)
        instance.__dict__[self.name] = found
        return found
