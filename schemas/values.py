"""Values as text, the same wherever they are shown or compared."""

import json
from typing import Any


def render_value(value: Any) -> str | None:
    """Return a value as `evidence` and corrections show it: text as it is, lists as JSON, null as None.

    >>> render_value(["Graz", "Linz"]), render_value(569000), render_value(None)
    ('["Graz", "Linz"]', '569000', None)
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
