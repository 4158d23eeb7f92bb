"""What ends a run."""


class RunError(Exception):
    """The run itself cannot go on; the message is one sentence that says what to do."""
