"""How much a process of ours loads and keeps."""

import subprocess
import sys

CODE = """
import sys
from ucap.flows.basics.footprint import leave_out_pandas, leave_out_spacys_command, return_freed_memory
return_freed_memory()
leave_out_pandas()
leave_out_spacys_command()
import pyarrow, spacy
assert pyarrow.table({"a": ["b", None]}).to_pylist() == [{"a": "b"}, {"a": None}]
print(pyarrow.default_memory_pool().backend_name, "pandas" in sys.modules, "weasel" in sys.modules)
"""


def test_the_command_gives_memory_back_and_loads_neither_pandas_nor_spacys_command_line():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["system", "False", "False"]
