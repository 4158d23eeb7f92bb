#!/usr/bin/env bash
# Chinese characters that are stored as radicals, after NFKC
#
# Pins:   unicodedata2==18.0.0 (the tables of Unicode 18), ftfy==6.3.1
# Guess:  Unicode has blocks of radicals, which look like characters of the language; PDF fonts mix the two up. NFKC, which
#         folds what only looks different, turns a radical into the character, so a search finds both.
# Seen:   All 214 radicals of the block Kangxi Radicals (U+2F00) are turned, and of the 115 in CJK Radicals Supplement (U+2E80) two.
#         U+2F24 becomes U+5927 (large), but U+2EC4 stays, and is never equal to U+897F (west), which it looks like. ftfy, whose
#         default form is NFC, changes neither block.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check unicodedata2==18.0.0 ftfy==6.3.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import ftfy
import unicodedata2

BLOCKS = {"CJK Radicals Supplement": range(0x2E80, 0x2F00), "Kangxi Radicals": range(0x2F00, 0x2FE0)}
print("Unicode", unicodedata2.unidata_version)
seen = {}
for name, codes in BLOCKS.items():
    radicals = [chr(code) for code in codes if unicodedata2.name(chr(code), "")]
    turned = [radical for radical in radicals if unicodedata2.normalize("NFKC", radical) != radical]
    fixed = [radical for radical in radicals if ftfy.fix_text(radical) != radical]
    seen[name] = (len(radicals), len(turned), len(fixed))
    print(f"{name}: {len(radicals)}, changed by NFKC: {len(turned)}, by ftfy: {len(fixed)}")
pairs = {"\u2f24": "\u5927", "\u2ec4": "\u897f"}
equal = [unicodedata2.normalize("NFKC", radical) == character for radical, character in pairs.items()]
print(f"U+2F24 is U+5927: {equal[0]}, U+2EC4 is U+897F: {equal[1]}")
same = seen == {"CJK Radicals Supplement": (115, 2, 0), "Kangxi Radicals": (214, 214, 0)} and equal == [True, False]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
