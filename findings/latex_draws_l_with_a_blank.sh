#!/usr/bin/env bash
# "Łódź", set by LaTeX with its default fonts, in four PDF readers
#
# Pins:   pdfTeX 1.40.24 (must be installed; Debian 12: texlive-latex-base), pdftotext of poppler-utils 22.12.0 (must be
#         installed), pypdfium2==5.15.2, pdfminer.six==20260107, pypdf==7.1.1
# Guess:  Accents are letters of their own in the old fonts of TeX, so "ó" and "ź" come back in two pieces. "Ł" is one letter in
#         any alphabet, so it comes back as "Ł", or at worst as an unknown character.
# Seen:   TeX draws a short stroke and then "L", and the stroke has the code 32, which elsewhere is the blank. PDFium leaves it out,
#         pypdf reads one blank more, pdfminer "(cid:32)L". poppler puts the accents together again, and still reads "Lódź", with no
#         sign that something is missing. LaTeX's own remedy, \pdfgentounicode=1 with glyphtounicode, does not change it.
set -euo pipefail
for program in pdflatex pdftotext; do
    command -v "$program" >/dev/null || { echo "$program is missing: install texlive-latex-base and poppler-utils." >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 pdfminer.six==20260107 pypdf==7.1.1
cd "$work"
cat > page.tex <<'TEX'
\documentclass{article}
\input{glyphtounicode}
\pdfgentounicode=1
\pagestyle{empty}
\begin{document}
A \L\'od\'z
\end{document}
TEX
pdflatex -interaction=batchmode page.tex >/dev/null
venv/bin/python - <<'PYTHON'
import subprocess
import sys

import pypdf
import pypdfium2
from pdfminer.high_level import extract_text

seen = {
    "PDFium": pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range(),
    "pdfminer": extract_text("page.pdf"),
    "poppler": subprocess.run(["pdftotext", "page.pdf", "-"], capture_output=True, text=True, check=True).stdout,
    "pypdf": pypdf.PdfReader("page.pdf").pages[0].extract_text(),
}
for name, text in seen.items():
    print(f"{name}: {ascii(text.strip(chr(10) + chr(12)))}")
same = (
    seen["PDFium"].startswith("A L")
    and seen["pypdf"].startswith("A  L")
    and seen["pdfminer"].startswith("A (cid:32)L")
    and seen["poppler"].startswith("A Lo\u0301dz\u0301")
    and not any("Ł" in text for text in seen.values())
)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
