#!/usr/bin/env bash
# pyarrow in a program that keeps pandas out
#
# Pins:   pyarrow==26.0.1, then pandas==3.1.1
# Guess:  `sys.modules["pandas"] = None` is Python's own way to say that a module must not be imported: each import of it then raises
#         ModuleNotFoundError. pyarrow works without pandas, so it works here too.
# Seen:   The first array that is made of Python values raises "AttributeError: 'NoneType' object has no attribute '__version__'",
#         but only where pandas is installed; the next one works. Where it is not installed, all work. An import hook that raises
#         ModuleNotFoundError for pandas has no such effect.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==26.0.1
cd "$work"
cat > look.py <<'PYTHON'
import subprocess
import sys

BLOCKS = {
    "not blocked": "",
    "None in sys.modules": "sys.modules['pandas'] = None",
    "import hook": """
class Hook:
    def find_spec(self, name, path=None, target=None):
        if name == 'pandas':
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hook())
""",
}
TRY = """
import pyarrow
for _ in range(2):
    try:
        print(len(pyarrow.array(['Graz'])), end=' ')
    except Exception as error:
        print(type(error).__name__, end=' ')
"""
with_pandas = sys.argv[1] == "with"
seen = {}
for name, block in BLOCKS.items():
    done = subprocess.run([sys.executable, "-c", f"import sys\n{block}\n{TRY}"], capture_output=True, text=True, check=True)
    seen[name] = done.stdout.split()
    print(f"{sys.argv[1]} pandas, {name}: {seen[name]}")
expected = {"not blocked": ["1", "1"], "None in sys.modules": ["AttributeError" if with_pandas else "1", "1"], "import hook": ["1", "1"]}
sys.exit(None if seen == expected else "The behaviour has changed.")
PYTHON
venv/bin/python look.py without
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1
venv/bin/python look.py with
