"""What a vocabulary is made of: words, phrases, and lists without repeats."""

from collections import Counter
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, with_config

strict = with_config(ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True))
"""How a model is checked: no key but the declared ones, and nothing is converted, so that a bare `no` for Norway is an error.

The sentence under each key becomes its description in the JSON Schema.
"""


def _refuse_repeats(listed: list[Any]) -> list[Any]:
    repeated = [repr(item) for item, count in Counter(listed).items() if count > 1]
    if repeated:
        raise ValueError(f"listed more than once: {', '.join(repeated)}")
    return listed


def _refuse_falling_bounds(bounds: list[float]) -> list[float]:
    if bounds[0] > bounds[1]:
        raise ValueError(f"the lower bound {bounds[0]} is above the upper bound {bounds[1]}")
    return bounds


def each_of(values: Any) -> AfterValidator:
    """Return a check that a mapping has a key for each value of a `Literal`."""
    wanted = get_args(values)

    def refuse_gaps(mapping: dict[str, Any]) -> dict[str, Any]:
        if missing := [value for value in wanted if value not in mapping]:
            raise ValueError(f"no entry for {', '.join(missing)}")
        return mapping

    return AfterValidator(refuse_gaps)


_unique = AfterValidator(_refuse_repeats)
_once = Field(json_schema_extra={"uniqueItems": True})

Word = Annotated[str, StringConstraints(pattern=r"^\S+$")]
"""One word or sign, without blanks: a blank in it is a missing comma."""
Phrase = Annotated[str, StringConstraints(pattern=r"^\S+( \S+)*$")]
"""One or several words, one blank between two."""
Words = Annotated[list[Word], _unique, _once]
Phrases = Annotated[list[Phrase], _unique, _once]
Spellings = Annotated[list[Phrase], _unique, _once, Field(min_length=1)]
"""The spellings of one name; the first one is canonical."""
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2. Norway's is written `"NO"`, with quotes: without them YAML reads it as false."""
IntBounds = Annotated[list[int], Field(min_length=2, max_length=2), AfterValidator(_refuse_falling_bounds)]
FloatBounds = Annotated[list[float], Field(min_length=2, max_length=2), AfterValidator(_refuse_falling_bounds)]
"""The lowest and the highest value."""
