"""Reads each document of a folder in a process of its own, and prints the processor seconds of each as JSON.

Run with the code of any commit on the path, and the names of the modules there that have `read_document`, and that prepare the
process from which its reading processes are forked: so each commit reads as it does in a run, with its own garbage collection.
It imports nothing of `benchmarks`.
"""

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Read, measure and print."""
    printed = os.fdopen(os.dup(1), "w")  # reading processes are silent
    import_module(sys.argv[2])
    read_document = import_module(sys.argv[1]).read_document
    documents = [(path.name, path.read_bytes()) for path in sorted(Path(sys.argv[3]).iterdir())]
    read_document(documents[0][1], "first")  # loads models and vocabularies
    seconds = {}
    for name, data in documents:
        started = time.process_time()
        read_document(data, name)
        seconds[name] = time.process_time() - started
    print(json.dumps(seconds), file=printed, flush=True)


if __name__ == "__main__":
    main()
