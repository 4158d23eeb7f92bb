"""Imported by the one process that reading processes are forked from (see `flows.reading`), never by anything else."""

import signal

from flows.worker import load_extractors, silence_output

# Ctrl-C reaches every process of the terminal; this one ends when the run that started it does.
signal.signal(signal.SIGINT, signal.SIG_IGN)
load_extractors()
silence_output()
