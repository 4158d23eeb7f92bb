#!/usr/bin/env bash
# Names whose letters have marks of their own, made comparable and compared by rapidfuzz
#
# Pins:   rapidfuzz==3.14.6
# Guess:  default_process() makes a text lower case and puts blanks for what is neither letter nor digit. A mark above or below a letter
#         belongs to the letter: in Hindi the vowel signs, and the accent of a "Málaga" that is written as two characters, as some PDFs
#         and file names have it. Marks stay, or go.
# Seen:   Each mark becomes a blank. "Málaga" is "ma laga", and is more like "Ma" (100) than like "Málaga" with one character (62) by
#         token_set_ratio. Hindi loses its vowels: the city Puri (पुरी) and the country Peru (पेरू) are both "प र", and 100 alike; unprocessed,
#         50. Normal form C helps the first; the second needs another processor, such as str.lower.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rapidfuzz==3.14.6
cd "$work"
venv/bin/python - <<'PYTHON'
import sys
import unicodedata

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

malaga, puri, peru = unicodedata.normalize("NFD", "Málaga"), "पुरी", "पेरू"
found = process.extract(malaga, ["Málaga", "Malta", "Ma"], scorer=fuzz.token_set_ratio, processor=default_process)
matches = [(name, round(score)) for name, score, _ in found]
processed, unprocessed = fuzz.ratio(puri, peru, processor=default_process), fuzz.ratio(puri, peru)
print(f"Málaga of two characters for á: {default_process(malaga)!r}, {matches}")
print(f"normal form C: {default_process(unicodedata.normalize('NFC', malaga))!r}")
print(f"{puri} and {peru}: {default_process(puri)!r} and {default_process(peru)!r}, {processed} alike; unprocessed {unprocessed}")
same = default_process(malaga) == "ma laga" and matches == [("Ma", 100), ("Málaga", 62), ("Malta", 33)]
same = same and default_process(puri) == default_process(peru) == "प र" and (processed, unprocessed) == (100, 50)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
