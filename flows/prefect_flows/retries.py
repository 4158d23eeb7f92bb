"""When a task is tried again: only where input or output failed in a way that may pass."""

from errno import EAGAIN, EBUSY, EINTR, EIO, ESTALE, ETIMEDOUT
from typing import Any

from prefect.client.schemas.objects import State

_TRANSIENT = frozenset({EAGAIN, EBUSY, EINTR, EIO, ESTALE, ETIMEDOUT})


def is_transient(error: BaseException | None) -> bool:
    """Tell whether an error, or what caused it, is of input or output and may not occur again in a moment."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _TRANSIENT:
            return True
        error = error.__cause__
    return False


def _may_retry(task: object, run: object, state: State[Any]) -> bool:
    try:
        state.result()
    except Exception as error:
        return is_transient(error)
    return False


RETRIES: dict[str, Any] = {"retries": 3, "retry_delay_seconds": [2, 10, 30], "retry_condition_fn": _may_retry}
"""Options of a task. A network drive that stutters was seen to work again within seconds."""
