"""The errors of publishing, and the sentences that say what a person can do."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_DENIED = "give this account the right to write there, or choose another output folder"
_REMEDIES = {
    errno.ENOSPC: "free some space on that disk and run again",
    errno.EDQUOT: "free some of this account's quota on that disk and run again",
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: "that disk is read-only: choose another output folder",
    errno.EEXIST: "a file is in the way: move it elsewhere, or choose another output folder",
    errno.ENOTDIR: "there is a file where a folder is needed: move it elsewhere, or choose another output folder",
    errno.EISDIR: "there is a folder where a link or file is needed: move it elsewhere and run again",
    errno.ENOTEMPTY: "a folder is in the way: move it elsewhere and run again",
    errno.EPROTO: "check the address, the keys of this account and the network, and run again",
    errno.ELOOP: "a link there points to itself: remove it and run again",
}


class DatasetError(Exception):
    """The assembled tables break an invariant of the dataset: a fault of the program, named in `violations`."""

    def __init__(self, violations: Sequence[str]) -> None:
        """Keep the violations, one sentence each, as `check_dataset` gives them."""
        self.violations = tuple(violations)
        super().__init__("the dataset was not published, its tables break their own rules:\n" + "\n".join(violations))


class RejectedVersionError(Exception):
    """A version was written, but not made the latest, because too much is missing; the message says what, and what to do.

    `names` are the assertions that failed, by which they can be accepted.
    """

    def __init__(self, message: str, names: Sequence[str] = ()) -> None:
        """Keep the names beside the message."""
        self.names = tuple(names)
        super().__init__(message)


class OutputError(Exception):
    """The output folder cannot be written or read; the message says what, which path, and what to do."""


class NoVersionError(OutputError):
    """Nothing was published in an output folder yet, or there is no such folder."""

    def __init__(self, output: object) -> None:
        """Say it of a folder or a place in object storage."""
        if isinstance(output, Path) and not output.is_dir():
            super().__init__(
                f"There is no folder “{output}”: name the output folder (--output), or publish with `ucap ingest`."
            )
        else:
            super().__init__(f"“{output}” has no version yet: publish one with `ucap ingest`.")


class StorageError(OutputError):
    """A URL that cannot be used; the message says why, and what to do."""


@contextmanager
def explain_failures(output: object, action: str) -> Iterator[None]:
    """Turn every `OSError` inside into an `OutputError`: what could not be done, with which path, why, and the remedy."""
    try:
        yield
    except OSError as error:
        path = error.filename2 or error.filename or output
        remedy = _REMEDIES.get(error.errno or 0, "check that disk and run again")
        cause = error.strerror or str(error) or type(error).__name__
        raise OutputError(f"could not {action}: {path}: {cause}; {remedy}.") from error
