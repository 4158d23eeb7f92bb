#!/usr/bin/env bash
# Asking wordfreq whether a hyphenated word exists
#
# Pins:   wordfreq==3.1.1
# Guess:  zipf_frequency returns 0 for what is not in its list. "co-operation", the rarer spelling, is less frequent than
#         "cooperation", and "water-the" is 0.
# Seen:   A hyphenated word is cut at the hyphen, and the parts' frequencies are combined into one figure. So nonsense
#         of two common words is "more frequent" (5.5) than nearly every real word, and "co-operation" (4.7) than "cooperation"
#         (4.3). Whether a hyphen at a line's end belongs to the word can only be asked of the joined word and of the parts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check wordfreq==3.1.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

from wordfreq import zipf_frequency

seen = {word: zipf_frequency(word, "en") for word in ("water-the", "co-operation", "cooperation", "administrations", "muni-cipal")}
print(seen)
same = (
    seen["water-the"] > 5
    and seen["co-operation"] > seen["cooperation"] > seen["administrations"] > 0
    and seen["muni-cipal"] == 0
)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
