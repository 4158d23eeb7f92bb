"""The vocabulary files fit their models; each kind of error names file and line; the JSON Schemas are fresh."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from ucap.schemas.check_vocabularies import FOLDER, SCHEMA_LINE, check_files, find_errors, main, render_schema, write_schemas
from ucap.schemas.vocabularies import MODELS, load_vocabulary

HEAD = SCHEMA_LINE.format(name="themes")
GOOD = (
    f"{HEAD}\ngeneral: [city, urban,\n  smart]\nconcepts:\n  air: [air]\n  water: [water, sponge]\nwhole: [all]\nendings: []\n"
)


def test_all_files_fit_their_models() -> None:
    assert check_files() == []


@pytest.mark.parametrize("name", MODELS)
def test_schemas_for_editors_are_fresh(name: str) -> None:
    committed = FOLDER / "schema" / f"{name}.schema.json"
    assert committed.read_text(encoding="utf-8") == render_schema(name), "run: make vocabularies"


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in (FOLDER / "schema").iterdir()} == {f"{name}.schema.json" for name in MODELS}


@pytest.mark.parametrize("name", MODELS)
def test_editors_accept_the_files(name: str) -> None:
    jsonschema.Draft202012Validator(json.loads(render_schema(name))).validate(_with_text_keys(load_vocabulary(name)))


def test_editors_refuse_an_undeclared_key() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(render_schema("themes")))
    assert not validator.is_valid({"general": [], "concepts": {}, "concept": {}})


def _with_text_keys(value: Any) -> Any:
    """Return YAML's data as JSON has it, with keys of text only."""
    if isinstance(value, dict):
        return {str(key): _with_text_keys(entry) for key, entry in value.items()}
    return [_with_text_keys(entry) for entry in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", MODELS)
def test_every_list_says_what_it_is_for(name: str) -> None:
    schema = json.loads(render_schema(name))
    described = [schema, *schema.get("properties", {}).values()]
    for definition in schema.get("$defs", {}).values():
        described += [definition, *definition.get("properties", {}).values()]
    assert [entry.get("title") for entry in described if not entry.get("description", "").strip()] == []


def test_a_good_file_has_no_errors() -> None:
    assert find_errors("themes", GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        pytest.param("general:", "generals:", 2, "generals: this file has no such list", id="slip-in-a-key"),
        pytest.param("general:", "generals:", 2, "general: the list is missing", id="list-missing"),
        pytest.param("water, sponge", "water sponge", 6, "“water sponge” is not one word", id="comma-missing-in-a-line"),
        pytest.param("urban,\n", "urban\n", 2, "“urban smart” continues on the next line", id="comma-missing-at-a-line-end"),
        pytest.param("  water:", "  air:", 6, "air: the key is already on line 5", id="key-twice"),
        pytest.param("[air]", "[air", 6, "not YAML: ", id="bracket-missing"),
        pytest.param("[air]", '["air]', 9, "(in what begins on line 5)", id="quote-missing"),
        pytest.param("water, sponge", '"water" "sponge"', 6, "not YAML: ", id="comma-missing-between-quotes"),
        pytest.param("water, sponge", "water, water", 6, "concepts.water: listed more than once: 'water'", id="word-twice"),
        pytest.param("water, sponge", "water, on", 6, "concepts.water[1]: True is not a text", id="bare-on"),
        pytest.param("water, sponge", "water, 2020", 6, "concepts.water[1]: 2020 is not a text", id="bare-number"),
        pytest.param("[air]", "air", 5, "concepts.air: Input should be a valid list (found 'air')", id="no-list"),
        pytest.param("[air]", "", 5, "concepts.air: Input should be a valid list (found None)", id="empty-list"),
        pytest.param(HEAD, "# Words.", 1, "the first line must be `# yaml-language-server", id="no-schema-line"),
    ],
)
def test_an_error_names_file_and_line(before: str, after: str, line: int, message: str) -> None:
    assert before in GOOD
    errors = find_errors("themes", GOOD.replace(before, after, 1))
    assert [error for error in errors if error.startswith(f"themes.yml:{line}: ") and message in error], errors


@pytest.mark.parametrize(
    ("name", "before", "after", "message"),
    [
        pytest.param("activities", "  webinar:", "  web_seminar:", "“web_seminar” is not a key here", id="unknown-kind"),
        pytest.param("activities", "  webinar:", "  visit:", "types: no entry for webinar", id="kind-without-entry"),
        pytest.param("places", '"NO": [Norge]', "NO: [Norge]", "False is not a text", id="norway"),
        pytest.param("units", "population: [1000, ", "population: [100000000, ", "is above the upper bound", id="bounds"),
        pytest.param("agenda", "  17: ", "  18: ", "less than or equal to 17", id="goal-beyond"),
        pytest.param("units", '"0.01"', "0.01", "0.01 is not a text", id="factor-without-quotes"),
        pytest.param("form", "period_years: 20", "period_years: twenty", "valid integer", id="no-number"),
    ],
)
def test_errors_in_the_real_files(name: str, before: str, after: str, message: str) -> None:
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    assert before in text
    line = text[: text.index(before)].count("\n") + 1 + before.startswith("\n")
    errors = find_errors(name, text.replace(before, after, 1))
    assert any(message in error for error in errors), errors
    if "no entry" not in message:
        assert any(error.startswith(f"{name}.yml:{line}: ") for error in errors), errors


def test_files_without_model_and_models_without_file(tmp_path: Path) -> None:
    (tmp_path / "colours.yml").write_text("red: []\n", encoding="utf-8")
    errors = check_files(tmp_path)
    assert errors[0] == "colours.yml: no model; add one to `MODELS` in ucap.schemas.vocabularies"
    assert "units.yml: the file is missing, but has a model" in errors


def test_an_empty_file_is_an_error() -> None:
    assert find_errors("themes", "") == ["themes.yml:1: the file is empty"]


def test_the_command_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().err == ""


def test_schemas_are_written_beside_the_files(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    assert len(list((tmp_path / "schema").iterdir())) == len(MODELS)
