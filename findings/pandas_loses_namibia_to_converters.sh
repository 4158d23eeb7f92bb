#!/usr/bin/env bash
# The country code NA, kept as text by a converter
#
# Pins:   pandas==2.3.3, pandas==3.0.0, pandas==3.1.1, country_converter==1.3.2
# Guess:  read_csv takes "NA" for missing, which everybody learns with Namibia; converters={"code": str} keeps it, since a converter's
#         result is the value. country_converter reads its own table so, and asks for "pandas>=1.0".
# Seen:   With 2.3.3 and 3.0.0 the code is the text "NA". With 3.1.1 the converter's result is looked at once more and becomes missing; a
#         converter that returns "NA" for every row makes a column of floats. country_converter then fails in its first call, whatever is
#         asked: "TypeError: first argument must be string or compiled pattern".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
cat > "$work/look.py" <<'PYTHON'
import io

import pandas as pd

TABLE = "code,cities\nNA,1\nDE,2\n"
codes = pd.read_csv(io.StringIO(TABLE), converters={"code": str})["code"]
every = pd.read_csv(io.StringIO(TABLE), converters={"code": lambda text: "NA"})["code"]
try:
    import country_converter

    converted = country_converter.convert("Germany", to="ISO2")
except TypeError as error:
    converted = f"TypeError: {error}"
print(f"{pd.__version__}: {codes.tolist()}, {every.tolist()} {every.dtype}, {converted}")
PYTHON
cd "$work"
for pandas in pandas==2.3.3 pandas==3.0.0 pandas==3.1.1; do
    venv/bin/pip install --quiet --disable-pip-version-check "$pandas" country_converter==1.3.2
    venv/bin/python look.py | tee -a seen.txt
done
diff - seen.txt <<'EXPECTED' || { echo "The behaviour has changed." >&2; exit 1; }
2.3.3: ['NA', 'DE'], ['NA', 'NA'] object, DE
3.0.0: ['NA', 'DE'], ['NA', 'NA'] str, DE
3.1.1: [nan, 'DE'], [nan, nan] float64, TypeError: first argument must be string or compiled pattern
EXPECTED
