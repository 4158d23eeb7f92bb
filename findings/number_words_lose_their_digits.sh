#!/usr/bin/env bash
# Numbers written in words, and in digits and words, in two libraries that turn words into numbers
#
# Pins:   word2number==1.1, text2num==3.1.0
# Guess:  "two million five hundred thousand" is 2500000. "two point five million" and "2.5 million" are the same, or are left as they
#         are. "two or three" is no number: an error, or "2 or 3".
# Seen:   For word2number the first is 2501500, the second is 2, and "2.5 million" is 1000000. "112 thousand" is 1000, "two or three" is 5
#         and "two to three hundred" is 106: what is not a word of a number is left out, and the rest is added up. text2num knows the first,
#         and writes "2.5 million" as two numbers, "2.5 1000000", and "two thirds" as "two 3rds".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check word2number==1.1 text2num==3.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

from text_to_num import alpha2digit
from word2number import w2n

EXPECTED = {
    "two million five hundred thousand": (2501500, "2500000"),
    "two point five million": (2, "2.5 1000000"),
    "2.5 million": (1000000, "2.5 1000000"),
    "112 thousand": (1000, "112 1000"),
    "two or three": (5, "two or 3"),
    "two to three hundred": (106, "two to 300"),
    "two thirds": (2, "two 3rds"),
}
seen = {text: (w2n.word_to_num(text), alpha2digit(text, "en")) for text in EXPECTED}
for text, (number, digits) in seen.items():
    print(f"{text}: word2number: {number}, text2num: {digits!r}")
sys.exit(None if seen == EXPECTED else "The behaviour has changed.")
PYTHON
