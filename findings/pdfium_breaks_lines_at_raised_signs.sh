#!/usr/bin/env bash
# The sign of a footnote, a power and the 2 of CO2, read by PDFium
#
# Pins:   pypdfium2==5.15.2, pypdf==7.1.1, weasyprint==70.0 and typst==0.15.2 (make the PDFs); needs Pango, and pdftotext of
#         poppler-utils 22.12.0 (must be installed)
# Guess:  "Area 10<sup>3</sup> m" loses its height, and is read as "Area 103 m" on one line by every reader.
# Seen:   PDFium begins a new line after each raised or lowered sign, as if what follows was another paragraph, and before none:
#         "Area 103", " m, CO2", " less, note1", ") follows". pdftotext and pypdf return one line. typst's raised signs keep the line,
#         since by default they are glyphs of the font, neither small nor raised.
set -euo pipefail
command -v pdftotext >/dev/null || { echo "pdftotext is missing: install poppler-utils." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 pypdf==7.1.1 weasyprint==70.0 typst==0.15.2
cd "$work"
venv/bin/python -c 'import weasyprint' 2>/dev/null \
    || { echo "WeasyPrint finds no Pango: install libpango-1.0-0 and libpangoft2-1.0-0." >&2; exit 2; }
venv/bin/python - <<'PYTHON'
import subprocess
import sys

import pypdf
import pypdfium2
import typst
import weasyprint

HTML = '<p style="font: 12pt serif">Area 10<sup>3</sup> m, CO<sub>2</sub> less, note<sup>1</sup>) follows</p>'
weasyprint.HTML(string=HTML).write_pdf("raised.pdf")
with open("signs.typ", "w") as file:
    file.write("Area 10#super[3] m, CO#sub[2] less, note#super[1]) follows")
typst.compile("signs.typ", output="glyphs.pdf")


def read(name: str) -> list[str]:
    return pypdfium2.PdfDocument(name)[0].get_textpage().get_text_range().splitlines()


seen = {
    "PDFium, WeasyPrint's": read("raised.pdf"),
    "PDFium, typst's": read("glyphs.pdf"),
    "pypdf, WeasyPrint's": pypdf.PdfReader("raised.pdf").pages[0].extract_text().splitlines(),
    "pdftotext, WeasyPrint's": subprocess.run(
        ["pdftotext", "raised.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout.strip().splitlines(),
}
for name, lines in seen.items():
    print(f"{name}: {lines}")
broken, *whole = seen.values()
same = broken == ["Area 103", " m, CO2", " less, note1", ") follows"] and all(lines == ["Area 103 m, CO2 less, note1) follows"] for lines in whole)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
