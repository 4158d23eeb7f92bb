"""A document gives the same each time, whatever seed Python's hashes have: versions are compared byte by byte."""

import os
import subprocess
import sys

LIST_DOUBTS = """
from tests.test_broken_rows import build
from ucap.extractors.readers.broken_rows import doubt_broken_rows

form = doubt_broken_rows(build({"city": ["│ Graz", "Linz"], "themes": ["Parks"]}))
print(*(doubt.section for doubt in form.doubts))
"""


def list_doubts(seed: int) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    run = subprocess.run([sys.executable, "-c", LIST_DOUBTS], env=environment, capture_output=True, text=True, check=True)
    return run.stdout


def test_doubts_about_all_rows_of_a_head_come_in_the_order_of_the_form():
    doubts = {list_doubts(seed) for seed in (1, 2, 3)}
    assert len(doubts) == 1
    assert doubts.pop().startswith("city province country population area period")
