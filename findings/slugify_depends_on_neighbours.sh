#!/usr/bin/env bash
# python-slugify before and after another package is installed
#
# Pins:   python-slugify==9.0.0, text-unidecode==1.3 (its own dependency), Unidecode==1.4.0 (installed later)
# Guess:  slugify(text) depends on the text and on the release of python-slugify with its declared dependencies.
# Seen:   It prefers the package Unidecode where that happens to be installed, although it does not depend on it. The two
#         transliterate many characters differently, so identifiers change when anything else brings Unidecode in:
#         a Japanese middle dot then separates words. backend="text-unidecode" fixes the choice.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check python-slugify==9.0.0 text-unidecode==1.3
cd "$work"
cat > look.py <<'PYTHON'
from slugify import slugify

print([slugify(text) for text in ("Rio・Minas", "Málaga 重庆")])
PYTHON
before=$(venv/bin/python look.py)
venv/bin/pip install --quiet --disable-pip-version-check Unidecode==1.4.0
after=$(venv/bin/python look.py)
echo "without Unidecode: $before"
echo "with Unidecode:    $after"
[ "$before" = "['riominas', 'malaga-zhong-qing']" ] && [ "$after" = "['rio-minas', 'malaga-zhong-qing']" ] \
    || { echo "The behaviour has changed." >&2; exit 1; }
