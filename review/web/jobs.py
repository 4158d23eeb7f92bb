"""The run that a page started: one at a time, in a thread, with its progress to look at."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock, Thread

from ucap.review.desk import DeskError, OnProgress, Published


@dataclass(frozen=True)
class JobState:
    """How far a run is. `result` is set when it ended well, `error` when it failed; before that both are None."""

    number: int
    what: str
    done: int = 0
    total: int = 0
    step: str = "Looking for what changed"
    result: Published | None = None
    error: str | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.result is None and self.error is None


class Jobs:
    """The latest run, and starting the next one."""

    def __init__(self) -> None:
        """No run was started yet."""
        self._lock = Lock()
        self._state: JobState | None = None

    @property
    def latest(self) -> JobState | None:
        """The latest run, or None."""
        return self._state

    def start(self, what: str, run: Callable[[OnProgress], Published]) -> JobState:
        """Start a run; raises `DeskError` while another one is not ended."""
        with self._lock:
            if self._state and self._state.is_running:
                raise DeskError("A run is not ended yet: wait for it, then try again.")
            self._state = state = JobState((self._state.number if self._state else 0) + 1, what)
        Thread(target=self._work, args=(run,), daemon=True).start()
        return state

    def _work(self, run: Callable[[OnProgress], Published]) -> None:
        try:
            published = run(self._note)
            self._update(result=published, step="Published")
        except DeskError as error:
            self._update(error=str(error), step="Failed")
        except Exception as error:  # whatever it is, the page must not wait for ever
            self._update(error=f"The run failed ({type(error).__name__}: {error}).", step="Failed")

    def _note(self, done: int, total: int, source_path: str, status: str) -> None:
        is_last = bool(total) and done == total
        read = f"Read {source_path} ({done:,} of {total:,})" if source_path else status or "Reading"
        step = "Writing the new version" if is_last else read
        self._update(done=done, total=total, step=step)

    def _update(self, **values: object) -> None:
        with self._lock:
            assert self._state
            self._state = replace(self._state, **values)  # type: ignore[arg-type]
