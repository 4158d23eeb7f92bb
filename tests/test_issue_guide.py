"""The committed guide to issue codes is what the rules say."""

from pathlib import Path

import pytest

from ucap.schemas.issue_guide import render_guide
from ucap.schemas.rules import RULES, Rule

COMMITTED = Path(__file__).parent.parent / "docs" / "issues.md"


def test_committed_guide_is_fresh():
    assert COMMITTED.read_text(encoding="utf-8") == render_guide(), "run: python -m ucap.schemas.issue_guide > docs/issues.md"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_rule_is_explained(rule: Rule):
    entry = render_guide().split(f"\n### {rule.code}\n")[1].split("\n##")[0]
    for text in (rule.meaning, rule.example, rule.advice):
        assert text in entry and text.endswith(".")
    assert rule.meaning != rule.advice
