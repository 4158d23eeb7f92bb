"""Vocabularies: the word lists as YAML files, each with a model that says what every list in it is for.

To add a list, write it into the file, declare it in the file's model (`form_lists.py` or `name_lists.py`) with a sentence on
what it is for, and run `make vocabularies`. That checks all files, and writes the JSON Schemas by which an editor checks a file
while it is edited. An undeclared key, a repeated word or a slip of YAML is an error that names file and line.
"""

from functools import cache
from importlib.resources import files
from typing import Any, Literal, overload

import yaml

from ucap.schemas.vocabularies.form_lists import (
    ActivityLists,
    AgendaLists,
    BodyLists,
    BulletLists,
    DateLists,
    FormLists,
    LigatureLists,
    PlaceLists,
    ThemeLists,
    UnitLists,
)
from ucap.schemas.vocabularies.name_lists import (
    EntityLists,
    EventLists,
    KnownNameLists,
    LinkingLists,
    PersonLists,
    ProgrammeLists,
)

MODELS: dict[str, Any] = {
    "activities": ActivityLists,
    "agenda": AgendaLists,
    "bodies": BodyLists,
    "bullets": BulletLists,
    "dates": DateLists,
    "entities": EntityLists,
    "events": EventLists,
    "form": FormLists,
    "known_names": KnownNameLists,
    "ligatures": LigatureLists,
    "linking": LinkingLists,
    "persons": PersonLists,
    "places": PlaceLists,
    "programmes": ProgrammeLists,
    "themes": ThemeLists,
    "units": UnitLists,
}
"""The model of each file, by the file's name without `.yml`."""


@overload
def load_vocabulary(name: Literal["activities"]) -> ActivityLists: ...
@overload
def load_vocabulary(name: Literal["agenda"]) -> AgendaLists: ...
@overload
def load_vocabulary(name: Literal["bodies"]) -> BodyLists: ...
@overload
def load_vocabulary(name: Literal["bullets"]) -> BulletLists: ...
@overload
def load_vocabulary(name: Literal["dates"]) -> DateLists: ...
@overload
def load_vocabulary(name: Literal["entities"]) -> EntityLists: ...
@overload
def load_vocabulary(name: Literal["events"]) -> EventLists: ...
@overload
def load_vocabulary(name: Literal["form"]) -> FormLists: ...
@overload
def load_vocabulary(name: Literal["known_names"]) -> KnownNameLists: ...
@overload
def load_vocabulary(name: Literal["ligatures"]) -> LigatureLists: ...
@overload
def load_vocabulary(name: Literal["linking"]) -> LinkingLists: ...
@overload
def load_vocabulary(name: Literal["persons"]) -> PersonLists: ...
@overload
def load_vocabulary(name: Literal["places"]) -> PlaceLists: ...
@overload
def load_vocabulary(name: Literal["programmes"]) -> ProgrammeLists: ...
@overload
def load_vocabulary(name: Literal["themes"]) -> ThemeLists: ...
@overload
def load_vocabulary(name: Literal["units"]) -> UnitLists: ...
@overload
def load_vocabulary(name: str) -> Any: ...
@cache
def load_vocabulary(name: str) -> Any:
    """Load `<name>.yml` in the shape of its model, once per process; callers must not change what they get.

    It is not checked here: a released file was checked by `make lint` and by the tests (`ucap.schemas.check_vocabularies`), and
    building the checks at each start took longer than reading the files (60 ms for all of them, and 80 ms more on import).

    >>> load_vocabulary("agenda")["sdgs"][11]
    'Sustainable Cities and Communities'
    """
    # libyaml reads the same ten times as fast; a build of PyYAML without it has only the loader in Python.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files(__name__).joinpath(f"{name}.yml").read_text(encoding="utf-8"), loader)
