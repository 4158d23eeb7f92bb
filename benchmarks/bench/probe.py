"""Reads each document of a folder in a process of its own, and prints the processor seconds of each as JSON.

Run with the code of any commit on the path: it imports what there is, and nothing of `benchmarks`.
"""

import gc
import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Read, measure and print."""
    try:
        from ucap.extractors.extract import read_document  # noqa: PLC0415
    except ImportError:  # before everything was imported from `ucap`
        from extractors.extract import read_document  # noqa: PLC0415
    gc.set_threshold(100_000, 50, 100)  # as the command sets it
    documents = [(path.name, path.read_bytes()) for path in sorted(Path(sys.argv[1]).iterdir())]
    read_document(documents[0][1], "first")  # loads models and vocabularies
    seconds = {}
    for name, data in documents:
        started = time.process_time()
        read_document(data, name)
        seconds[name] = time.process_time() - started
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
