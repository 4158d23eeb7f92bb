"""Values as text, the same wherever they are shown or compared."""

import json
from typing import Any


def render_value(value: Any) -> str | None:
    """Return a value as `evidence` and corrections show it: text as it is, lists as JSON, null as None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
