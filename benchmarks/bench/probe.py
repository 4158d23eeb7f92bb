"""Reads each document of a folder in a process of its own, and prints the processor seconds of each as JSON.

Run with the code of any commit on the path, and the name of the module there that has `read_document`; it imports nothing of
`benchmarks`.
"""

import gc
import json
import sys
import time
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Read, measure and print."""
    read_document = import_module(sys.argv[1]).read_document
    gc.set_threshold(100_000, 50, 100)  # as the command sets it
    documents = [(path.name, path.read_bytes()) for path in sorted(Path(sys.argv[2]).iterdir())]
    read_document(documents[0][1], "first")  # loads models and vocabularies
    seconds = {}
    for name, data in documents:
        started = time.process_time()
        read_document(data, name)
        seconds[name] = time.process_time() - started
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
