"""The guide to issue codes as Markdown, rendered from the rules.

Written by `python -m ucap.schemas.issue_guide > docs/issues.md`.
"""

import sys

from ucap.schemas.records import Severity
from ucap.schemas.rules import RULES, Rule

_HEADER = """# Issues

What can stand in the table `issues`: one code for each kind of finding. Rendered from `schemas/rules.py`; do not edit, run
`python -m ucap.schemas.issue_guide > docs/issues.md`.

`ucap issues` lists what was found in the latest version, `ucap issues --code CODE` one kind of it. `ucap list --needs-look`
lists the documents at which a person should look: what is quarantined or has an error, a warning, or an info that says so.
`ucap issues --needs-look` lists only these findings. `ucap list --needs-look` names their codes for each document: first what
is quarantined, then documents with errors, with warnings, and with nothing but such infos. With `--severity error --severity
warning` the last ones are left out. `ucap show NAME` prints the values of a document with the findings beside them.
"""
_SEVERITIES: dict[Severity, str] = {
    "error": "The value cannot be right and is withheld: null in its table, in `evidence` as extracted. The document is "
    "`published_with_issues`.",
    "warning": "The value is published, or could not be read; somebody should look. The document is `published_with_issues`.",
    "info": "Worth knowing; the document is `published`. Nothing need be done, unless it says that somebody should look.",
}


def render_guide() -> str:
    """Render every rule as Markdown, by severity: meaning, an example of what trips it, and what to do."""
    parts = [_HEADER]
    for severity, meaning in _SEVERITIES.items():
        rules = [rule for rule in RULES.values() if rule.severity == severity]
        parts.append(f"## {severity}\n\n{meaning}\n")
        parts += [_render_rule(rule) for rule in rules]
    return "\n".join(parts)


def _render_rule(rule: Rule) -> str:
    look = "- A value may be wrong, so somebody should look.\n" if rule.doubts_value else ""
    return f"### {rule.code}\n\n{rule.meaning}\n\n- Example: {rule.example}\n- What to do: {rule.advice}\n{look}"


if __name__ == "__main__":
    sys.stdout.buffer.write(render_guide().encode())  # UTF-8 whatever the terminal's encoding
