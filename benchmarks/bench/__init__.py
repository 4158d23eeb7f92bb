"""How fast and how small ucap is: `python -m benchmarks.bench --help`."""
