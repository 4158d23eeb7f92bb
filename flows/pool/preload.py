"""Imported by the one process that reading processes are forked from (see `reading.py`), never by anything else."""

import signal

from ucap.flows.pool.worker import load_extractors, silence_output

# Ctrl-C reaches every process of the terminal; this one ends when the run that started it does.
signal.signal(signal.SIGINT, signal.SIG_IGN)
load_extractors()
silence_output()
