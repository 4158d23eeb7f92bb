"""Checks the files of vocabularies and forms against their models, and writes the JSON Schemas that editors check them by.

`python -m ucap.schemas.check_vocabularies` prints every error with file and line and ends with 1 where there is one; with
`--write` it writes the files `schema/*.schema.json` beside them first. `make vocabularies` does both.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from ucap.schemas.forms.model import FormDescription
from ucap.schemas.vocabularies import MODELS

FOLDER = Path(__file__).parent / "vocabularies"
FORMS = FOLDER.parent / "forms"
SCHEMA_LINE = "# yaml-language-server: $schema=schema/{name}.schema.json"
"""The first line of each file: by it the YAML extensions of VS Code, IntelliJ and Neovim check the file while it is edited."""


def render_schema(name: str) -> str:
    """Return the JSON Schema of one vocabulary as text."""
    return _render_model(MODELS[name])


def _render_model(model: Any) -> str:
    schema = TypeAdapter(model).json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def find_errors(name: str, text: str) -> list[str]:
    """Return what is wrong with the text of a vocabulary file, each error as `NAME.yml:LINE: what, and what to do`.

    Errors of YAML hide all others. Repeated keys, and items that continue on the next line (where a comma is missing at the end
    of a line, YAML reads two items as one), are found before the model is asked.

    >>> lists = "\\ngeneral: [a]\\nconcept: {}\\nconcepts: {}\\nwhole: [all]\\nendings: []\\n"
    >>> find_errors("themes", SCHEMA_LINE.format(name="themes") + lists)
    ['themes.yml:3: concept: this file has no such list; correct the key, or declare it in ThemeLists']
    """
    return _find_errors(name, name, text, MODELS[name])


def check_forms(folder: Path = FORMS) -> list[str]:
    """Return the errors of all files of forms, forms that are like one without a file, and rows that `order` leaves out."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yml"))}
    errors = [error for name, text in texts.items() for error in _find_errors(name, "form", text, FormDescription)]
    if errors:
        return errors
    forms = {name: yaml.safe_load(text) for name, text in texts.items()}
    likes = {name: form.get("like") for name, form in forms.items()}
    for name, like in likes.items():
        if like and (like not in texts or likes[like]):
            errors.append(f"{name}.yml: like: there is no {like}.yml that describes all its rows itself; name another file")
            continue
        rows = dict.fromkeys([*(forms[like]["rows"] if like else ()), *forms[name]["rows"]])
        if missing := [section for section in rows if section not in forms[name]["order"]]:
            line = next(n for n, printed in enumerate(texts[name].splitlines(), 1) if printed.startswith("order"))
            errors.append(f"{name}.yml:{line}: order: {', '.join(missing)} missing; name every row, also those of `like`")
    return errors


def _find_errors(name: str, schema: str, text: str, model: Any) -> list[str]:
    file = f"{name}.yml"
    try:
        root = yaml.compose(text, yaml.SafeLoader)
        data = yaml.load(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark, begun = error.problem_mark or error.context_mark, error.context_mark
        inside = f" (in what begins on line {begun.line + 1})" if begun else ""
        what = f"not YAML: {error.problem}{inside}; look for a missing comma, bracket or quote"
        return [f"{file}:{mark.line + 1 if mark else 1}: {what}"]
    if root is None:
        return [f"{file}:1: the file is empty"]
    found = [(1, f"the first line must be `{SCHEMA_LINE.format(name=schema)}`")] if not _has_schema_line(schema, text) else []
    found += _find_slips(root)
    try:
        TypeAdapter(model).validate_python(data)
    except ValidationError as error:
        found += [_locate(root, model, details) for details in error.errors(include_url=False)]
    return [f"{file}:{line}: {message}" for line, message in sorted(dict.fromkeys(found))]


def check_files(folder: Path = FOLDER) -> list[str]:
    """Return the errors of all vocabulary files of a folder, and the files that have no model or are missing."""
    names = {path.stem for path in folder.glob("*.yml")}
    errors = [
        f"{name}.yml: no model; add one to `MODELS` in ucap.schemas.vocabularies" for name in sorted(names - MODELS.keys())
    ]
    errors += [f"{name}.yml: the file is missing, but has a model" for name in sorted(MODELS.keys() - names)]
    for name in sorted(names & MODELS.keys()):
        errors += find_errors(name, (folder / f"{name}.yml").read_text(encoding="utf-8"))
    return errors


def write_schemas(folder: Path = FOLDER, forms: Path = FORMS) -> None:
    """Write the JSON Schema of each vocabulary, and that of forms, into the folders `schema` beside the files."""
    schemas = {folder / "schema" / f"{name}.schema.json": render_schema(name) for name in MODELS}
    schemas[forms / "schema" / "form.schema.json"] = _render_model(FormDescription)
    for path, schema in schemas.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(schema, encoding="utf-8")


def _has_schema_line(name: str, text: str) -> bool:
    return text.partition("\n")[0] == SCHEMA_LINE.format(name=name)


def _find_slips(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Yield what YAML accepts and nobody means: a key twice in one mapping, and an item over two lines."""
    if isinstance(node, yaml.MappingNode):
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in lines:
                yield line, f"{key.value}: the key is already on line {lines[key.value]}, and only one of the two is read"
            lines.setdefault(key.value, line)
            yield from _find_slips(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _find_slips(item)
    elif node.start_mark.line != node.end_mark.line and getattr(node, "style", None) is None:
        message = f"“{node.value}” continues on the next line; add the missing comma, or write it on one line"
        yield node.start_mark.line + 1, message


def _locate(root: yaml.Node, model: Any, details: Any) -> tuple[int, str]:
    """Return the line of a model's error, and its message."""
    place: tuple[str | int, ...] = details["loc"]
    about_key = place[-1:] == ("[key]",) or details["type"] == "extra_forbidden"
    place = place[:-1] if place[-1:] == ("[key]",) else place
    node, path = root, ""
    for step in place:
        path += f"[{step}]" if isinstance(step, int) and isinstance(node, yaml.SequenceNode) else f"{'.' * bool(path)}{step}"
        node = _child(node, step) or node
    line = _line_of_key(root, place) if about_key else node.start_mark.line + 1
    return line, f"{path + ': ' if path else ''}{_explain(model, details)}"


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode):
        return node.value[step] if isinstance(step, int) and step < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if _is_key(key, step)), None)
    return None


def _is_key(key: yaml.Node, step: str | int) -> bool:
    # A key that YAML reads as no text, as a bare `no`, is named by its value: 0 for False.
    return bool(key.value == str(step) or yaml.safe_load(key.value) == step)


def _line_of_key(root: yaml.Node, place: Sequence[str | int]) -> int:
    """Return the line of the key at the end of a place."""
    node = root
    for step in place[:-1]:
        node = _child(node, step) or node
    keys = node.value if isinstance(node, yaml.MappingNode) else []
    return next((key.start_mark.line + 1 for key, _ in keys if _is_key(key, place[-1])), node.start_mark.line + 1)


_EXPLANATIONS: dict[str, str] = {
    "extra_forbidden": "this file has no such list; correct the key, or declare it in {model}",
    "missing": "the list is missing",
    "string_pattern_mismatch": "“{given}” is not one word, or has a blank too many; add the missing comma, or correct it",
    "string_type": "{given!r} is not a text; write it in quotes (without them YAML reads `on`, `no` and 2020 as other values)",
    "literal_error": "“{given}” is not a key here; one of {expected}",
    "value_error": "{error}",
}
"""What to do about an error of pydantic's, by its type."""


def _explain(model: Any, details: Any) -> str:
    given = details["input"]
    explanation = _EXPLANATIONS.get(details["type"], f"{details['msg']} (found {{given!r}})")
    name = getattr(model, "__name__", "its model")
    return explanation.format(model=name, given=given, **{"expected": "", "error": "", **details.get("ctx", {})})


def main(arguments: Sequence[str]) -> int:
    """Check all files, after writing the schemas where `--write` is given; return 1 where a file has errors."""
    if "--write" in arguments:
        write_schemas()
    errors = [*check_files(), *check_forms()]
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
