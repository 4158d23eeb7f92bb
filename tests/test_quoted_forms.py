"""A text that talks about forms is no form, also where it shows one; a form in a wrapping of a converter is one."""

import time

import pytest

from ucap.extractors.extract import read_document

LINES = """City: Graz / Wuxi
Country: Austria / China
Period of cooperation: March 2018 – May 2019
Cooperation themes: Noise
Key focus of cooperation themes: Quiet streets at night.
Main activities:
• April 2018: Masons of both cities met in Graz.
Expected results: A map of noise.
"""
TABLE = """| City | Graz | Wuxi |
|---|---|---|
| Country | Austria | China |
| Period of cooperation | March 2018 – May 2019 | |
| Cooperation themes | Noise | |
| Main activities | April 2018: Masons of both cities met in Graz. | |
| Expected results | A map of noise. | |
"""
ABOVE = "This page tells clerks how to fill in the form. Some rows depend on others, so begin with the first one.\n"
BELOW = "Then send the file to the office. It looks at each row, asks you where something is unclear, and keeps a copy.\n"
INDENTED = "".join(f"    {line}\n" for line in LINES.splitlines())
QUOTED = "".join(f"> {line}\n" for line in LINES.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"# Forms\n\n{ABOVE}\n```\n{TABLE}```\n\n{BELOW}", id="table-in-a-code-block"),
        pytest.param(f"# Forms\n\n{ABOVE}\n~~~text\n{LINES}~~~\n\n{BELOW}", id="lines-in-a-code-block"),
        pytest.param(f"# Forms\n\n{ABOVE}\n{INDENTED}\n{BELOW}", id="indented"),
        pytest.param(f"# Forms\n\n{ABOVE}\n{QUOTED}\n{BELOW}", id="quoted"),
        pytest.param(f"# Forms\n\n{ABOVE}\n{TABLE}\n{BELOW}", id="table-between-explanations"),
        pytest.param(f"{TABLE}\n{BELOW}", id="explanation-below"),
        pytest.param(
            f"1. Save:\n\n   ```\n{TABLE}   ```\n\n2. Run:\n\n   ```sh\n   $ read it\n   ```\n", id="beside-a-command"
        ),
        pytest.param(f'import pytest\n\nFORM = """\n{LINES}"""\n\ndef test_it():\n    assert read(FORM)\n', id="in-a-program"),
        pytest.param(f"<h1>Forms</h1><p>{ABOVE}</p><pre>{LINES}</pre><p>{BELOW}</p>", id="preformatted"),
        pytest.param(f"{TABLE}\nor, in another way:\n\n{TABLE}", id="twice"),
        pytest.param(
            LINES.replace("Wuxi\n", "Wuxi\n\nThe first city leads. Some forms have two of them on one side.\n"),
            id="with-remarks",
        ),
    ],
)
def test_a_text_about_forms_is_refused(text: str) -> None:
    document = read_document(text.encode(), "text.md").document
    assert document.status == "quarantined"
    assert document.reason
    assert document.reason.startswith("not_a_ucap")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LINES, id="lines"),
        pytest.param(f"```markdown\n# U-CAP Summary\n\n{TABLE}```\n", id="whole-in-a-code-block"),
        pytest.param(f"Here is the text of the document as Markdown:\n\n```\n{TABLE}```\n", id="remark-of-a-converter"),
        pytest.param(f"<html><body><pre>{LINES}</pre></body></html>", id="preformatted"),
        pytest.param("Dear all,\n\nplease find our summary below.\n\n" + LINES + "\nBest regards,\nAnna Berg\n", id="mail"),
        pytest.param(
            "Made with help of the Union. Its contents are those of the authors alone.\n\n" + TABLE, id="disclaimer-above"
        ),
        pytest.param(
            LINES.replace(
                "A map of noise.", "New forms of round tables. For example, cells that save power in a row of files."
            ),
            id="words-of-talk-in-results",
        ),
    ],
)
def test_a_form_in_a_wrapping_is_read(text: str) -> None:
    assert read_document(text.encode(), "text.md").document.status == "published"


@pytest.mark.parametrize("piece", ["<pre>", "```\n", "> City: Graz\n", "City fill in "])
def test_hostile_texts_take_no_longer(piece: str) -> None:
    started = time.process_time()
    read_document((piece * 20_000).encode(), "text.md")
    assert time.process_time() - started < 20
