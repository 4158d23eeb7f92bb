"""Vocabularies: the word lists of the form, as YAML files, loaded once per process."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load_vocabulary(name: str) -> Any:
    """Load `schemas/vocabularies/<name>.yml` as plain data; callers must not change what they get."""
    # libyaml reads the same ten times as fast; a build of PyYAML without it has only the loader in Python.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files(__name__).joinpath(f"{name}.yml").read_text(encoding="utf-8"), loader)
