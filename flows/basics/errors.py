"""What ends a run."""


class RunError(Exception):
    """The run itself cannot continue; the message is one sentence that says what to do."""
