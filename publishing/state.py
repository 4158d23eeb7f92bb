"""Where an output folder has the notes of runs. It imports nothing, as a run looks at these notes before all else."""

STATE_NAME = ".state"
"""Notes that runs keep for later runs; not part of the data, and may be deleted at any time."""
