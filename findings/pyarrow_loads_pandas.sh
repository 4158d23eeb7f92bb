#!/usr/bin/env bash
# What is loaded by a program that makes one Arrow array
#
# Pins:   pyarrow==26.0.1, and later pandas==3.1.1
# Guess:  pyarrow does not depend on pandas. A program that never names pandas, and makes a table of Python lists, does not load it,
#         whatever else is installed.
# Seen:   "import pyarrow" does not, but the first pyarrow.array, scalar or table of Python values does, where pandas is
#         installed: it loads some 400 modules, since each value could be one of pandas' signs for a gap. So start time and
#         memory of a process change when another tool brings pandas into the environment. Reading Parquet loads it too.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==26.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys

ACTIONS = {
    "import": "import pyarrow",
    "array of a list": "import pyarrow; pyarrow.array([1])",
    "scalar": "import pyarrow; pyarrow.scalar('text', pyarrow.string())",
    "read Parquet": "import pyarrow.parquet; pyarrow.parquet.read_table('empty.parquet')",
}
LOOK = "\nimport sys; print('pandas' in sys.modules, len(sys.modules))"
WRITE = "import pyarrow, pyarrow.parquet as p; p.write_table(pyarrow.schema([('a', pyarrow.int64())]).empty_table(), 'empty.parquet')"


def look() -> list[bool]:
    loaded = []
    for name, action in ACTIONS.items():
        run = subprocess.run([sys.executable, "-c", action + LOOK], capture_output=True, text=True, check=True)
        pandas, modules = run.stdout.split()
        print(f"    {name}: {'loads pandas' if pandas == 'True' else 'no pandas'}, {modules} modules")
        loaded.append(pandas == "True")
    return loaded


subprocess.run([sys.executable, "-c", WRITE], check=True)
print("without pandas in the environment:")
before = look()
subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pandas==3.1.1"], check=True)
print("with pandas in the environment:")
same = before == [False] * 4 and look() == [False, True, True, True]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
