#!/usr/bin/env bash
# The textbook example of a stemmer that goes too far, in two releases of snowballstemmer
#
# Pins:   snowballstemmer==2.2.0, snowballstemmer==3.1.1
# Guess:  Snowball's English stemmer has been the same for twenty years. It gives "univers" for "university" and "universe", and
#         "organ" for "organization"; a release of the package changes its speed, not its stems.
# Seen:   Release 3 separates the examples (universiti / univers, organiz / organ) and joins others ("biologist" now has the stem of
#         "biology"). Stems that were stored, or that are compared over a network, change with the package, and dependencies
#         such as "snowballstemmer>=2" take it in.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > look.py <<'PYTHON'
import snowballstemmer

words = "university universe organization organ evening even biologist biology".split()
print(*map(snowballstemmer.stemmer("english").stemWord, words))
PYTHON
for release in 2.2.0 3.1.1; do
    python3 -m venv "$release"
    "$release/bin/pip" install --quiet --disable-pip-version-check "snowballstemmer==$release"
    "$release/bin/python" look.py > "$release.txt"
    echo "$release: $(cat "$release.txt")"
done
[ "$(cat 2.2.0.txt)" = "univers univers organ organ even even biologist biolog" ] \
    && [ "$(cat 3.1.1.txt)" = "universiti univers organiz organ evening even biolog biolog" ] \
    || { echo "The behaviour has changed." >&2; exit 1; }
