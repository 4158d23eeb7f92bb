"""Imported by the one process that reading processes are forked from (see `reading.py`), never by anything else."""

import gc
import signal

from ucap.flows.basics.footprint import leave_out_spacys_command, return_freed_memory
from ucap.flows.pool.worker import load_extractors, silence_output

# Ctrl-C reaches every process of the terminal; this one ends when the run that started it does.
signal.signal(signal.SIGINT, signal.SIG_IGN)
# Nothing of what is loaded here ends before the process does: looking for rubbish in it takes a third of the loading, and in
# each reading process it would copy the memory that they share.
gc.disable()
return_freed_memory()
leave_out_spacys_command()
load_extractors()
gc.freeze()
gc.enable()
gc.set_threshold(100_000, 50, 100)  # as in the command
silence_output()
