#!/usr/bin/env bash
# A list in a Word document, printed by LibreOffice, read by pdftotext
#
# Pins:   LibreOffice 7.4.7 (must be installed; Debian: libreoffice-writer), pdftotext of poppler-utils 22.12.0 (must be installed),
#         python-docx==1.2.0 (makes the document), pypdfium2==5.15.2 (a second reader of the same file)
# Guess:  LibreOffice draws bullet, item, bullet, item, so pdftotext returns each bullet before its item, and the bullet is "•".
# Seen:   pdftotext takes the bullets for a column: all bullets of the list come first, then all items. With -layout they stand
#         beside their items. And the bullet is U+F0B7, of the private use area: Word asks for code B7 of the font Symbol, and
#         LibreOffice keeps that number, so a search for "•" finds no bullet at all.
set -euo pipefail
for program in soffice pdftotext; do
    command -v "$program" >/dev/null || { echo "$program is missing: install libreoffice-writer and poppler-utils." >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 pypdfium2==5.15.2
cd "$work"
venv/bin/python - <<'PYTHON'
import docx

document = docx.Document()
for text, style in (("before", None), ("one", "List Bullet"), ("two", "List Bullet"), ("after", None)):
    document.add_paragraph(text, style)
document.save("page.docx")
PYTHON
soffice --version
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf page.docx >/dev/null 2>&1
venv/bin/python - <<'PYTHON'
import subprocess
import sys

import pypdfium2


def poppler(*options: str) -> list[str]:
    return subprocess.run(["pdftotext", *options, "page.pdf", "-"], capture_output=True, text=True, check=True).stdout.split()


seen = {
    "pdftotext": poppler(),
    "pdftotext -layout": poppler("-layout"),
    "PDFium": pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range().split(),
}
for name, words in seen.items():
    print(f"{name}: {ascii(words)}")
beside = ["before", "\uf0b7", "one", "\uf0b7", "two", "after"]
same = seen == {
    "pdftotext": ["before", "\uf0b7", "\uf0b7", "one", "two", "after"],
    "pdftotext -layout": beside,
    "PDFium": beside,
}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
