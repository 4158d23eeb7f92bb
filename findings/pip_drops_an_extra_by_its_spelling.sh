#!/usr/bin/env bash
# trafilatura, installed with nothing but "pip install"
#
# Pins:   trafilatura==2.3.1, justext==3.0.2, lxml==6.1.3, installed by pip==23.2.1 (comes with Python 3.11.7) and by pip==26.3
# Guess:  A package that pip has installed with all that it asks for can be imported, and otherwise "pip check" names what is missing.
# Seen:   With the older pip, "import trafilatura" ends with an ImportError of lxml. Its dependency justext asks for lxml[html_clean], lxml
#         spells the extra html-clean by now, and this pip takes these for two names. It drops the extra with a line of warning and exit
#         status 0; "pip check" finds no broken requirements. The newer pip installs lxml_html_clean.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for installer in pip==23.2.1 pip==26.3; do
    python3 -m venv "$installer"
    "$installer/bin/python" -m pip install --quiet --disable-pip-version-check "$installer"
    "$installer/bin/python" -m pip install --quiet --disable-pip-version-check trafilatura==2.3.1 justext==3.0.2 lxml==6.1.3 2> warnings.txt
    echo "$installer: $(grep 'extra' warnings.txt || echo 'no warning of an extra')"
    checked=$("$installer/bin/python" -m pip check)
    imported=$("$installer/bin/python" -c 'import trafilatura; print("imported")' 2>&1 | tail -n 1 || true)
    echo "$installer: $checked; $imported"
    seen="${seen-}$checked $imported|"
done
case $seen in
    "No broken requirements found. "*lxml_html_clean*"|No broken requirements found. imported|") ;;
    *) echo "The behaviour has changed." >&2; exit 1 ;;
esac
