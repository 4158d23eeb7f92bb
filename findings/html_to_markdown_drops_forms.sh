#!/usr/bin/env bash
# A page whose text stands within a form, converted to Markdown
#
# Pins:   html-to-markdown==3.21.2, kreuzberg==4.10.4 (converts HTML with the same library), markdownify==1.2.3 (converts the same page)
# Guess:  Controls may go; headings, paragraphs and tables stay, wherever they stand. Many older portals put the whole page into one form.
# Seen:   Everything within <form> is gone: of such a page only its title is left, and of one without a title ''. No warning says so; the
#         list of warnings is empty. It is a step before the conversion that is on by default; remove_forms=False keeps the text.
#         kreuzberg has no text either.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check html-to-markdown==3.21.2 kreuzberg==4.10.4 markdownify==1.2.3
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import html_to_markdown
import kreuzberg
import markdownify

PAGE = """<!doctype html><html lang="en"><head><title>Plan</title></head><body><form action="/save">
<h1>Plan</h1><p>City: Graz</p><table><tr><th>Area</th><td>127 km²</td></tr></table>
</form></body></html>"""
converted = html_to_markdown.convert(PAGE)
kept = html_to_markdown.convert(
    PAGE, html_to_markdown.ConversionOptions(preprocessing=html_to_markdown.PreprocessingOptions(remove_forms=False))
)
seen = {
    "html-to-markdown": converted.content,
    "html-to-markdown, remove_forms=False": kept.content,
    "kreuzberg": kreuzberg.extract_bytes_sync(PAGE.encode(), "text/html").content,
    "markdownify": markdownify.markdownify(PAGE),
}
for name, text in seen.items():
    print(f"{name}: {text.strip()!r}")
print(f"warnings: {list(converted.warnings)}")
names = [name for name, text in seen.items() if "Graz" in text and "127" in text]
same = names == ["html-to-markdown, remove_forms=False", "markdownify"] and not converted.warnings
sys.exit(None if same else "The behaviour has changed.")
PYTHON
