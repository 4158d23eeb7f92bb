"""Read correction files: each fault has file, line and key, and does not affect other entries."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ucap.publishing.corrections.entries import AnyEntry, Located, choose_model, explain_error
from ucap.publishing.errors import explain_failures
from ucap.publishing.storage.location import Location, open_storage
from ucap.publishing.storage.objects import StoredPath

FOLDER_NAME = "corrections"
"""Folder of the correction files within the raw folder."""

_SUFFIXES = (".yml", ".yaml")
_MOST_BYTES = 2_000_000  # thousands of entries; chosen, so that a file put there by mistake is refused before it is parsed
_DEEPEST = 8  # the format needs four
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class InvalidEntry:
    """An entry or a whole file that cannot be used: its place, the faulty key (None where there is no single one), and why.

    `values` holds the keys that could be read.
    """

    file: str
    position: int
    line: int
    key: str | None
    problem: str
    values: dict[str, Any]

    @property
    def message(self) -> str:
        """File, line, key and problem."""
        return f"{self.where}: {self.explanation}"

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    @property
    def explanation(self) -> str:
        """Key and problem."""
        return f"{f'{self.key}: ' if self.key else ''}{self.problem}."


class _FileError(Exception):
    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


def load_corrections(raw: Location) -> list[Located | InvalidEntry]:
    """Return the entries of all correction files below a raw folder, by file and position; none where there is no folder."""
    if isinstance(raw, StoredPath):
        files: dict[str, Location] = {path.key.removeprefix(f"{raw.key}/"): path for path in _list_correction_objects(raw)}
    else:
        files = {_name_file(path.relative_to(raw)): path for path in walk_correction_files(raw)}
    return [entry for name in sorted(files) for entry in _load_file(files[name], name)]


def walk_correction_files(raw: Path) -> Iterator[Path]:
    """Yield the correction files of a raw folder and its subfolders: names in `.yml` or `.yaml`, without hidden ones."""
    for parent, folders, names in os.walk(raw / FOLDER_NAME):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if name.endswith(_SUFFIXES) and not name.startswith("."))


def _list_correction_objects(raw: StoredPath) -> Iterator[StoredPath]:
    with explain_failures(raw, "list the corrections"):
        for listed in open_storage(raw).list(FOLDER_NAME):
            if listed.key.endswith(_SUFFIXES) and not any(name.startswith(".") for name in listed.key.split("/")):
                yield raw / listed.key


def parse_corrections(content: bytes, file: str) -> list[Located | InvalidEntry]:
    """Return the entries of one correction file; a file that is not a list of entries is one invalid entry."""
    try:
        nodes = _list_nodes(_decode(content))
    except _FileError as error:
        return [InvalidEntry(file, 1, error.line, None, error.problem, {})]
    return [_read_entry(node, file, position) for position, node in enumerate(nodes, start=1)]


def _load_file(path: Location, file: str) -> list[Located | InvalidEntry]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            problem = f"the file has over {_MOST_BYTES / 1e6:g} MB: split it into several files"
            return [InvalidEntry(file, 1, 1, None, problem, {})]
        content = path.read_bytes()
    except OSError as error:
        return [InvalidEntry(file, 1, 1, None, f"it cannot be read ({error.strerror})", {})]
    return parse_corrections(content, file)


def _name_file(relative: Path) -> str:
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _FileError(line, "it is not UTF-8: save it as UTF-8") from None


def _list_nodes(text: str) -> list[yaml.Node]:
    try:
        _check_events(text)
        root = yaml.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _FileError(mark.line + 1 if mark else 1, f"it is not valid YAML ({error.problem or error.context})") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _FileError(line, f"it is not valid YAML ({error.reason})") from None
    except yaml.YAMLError as error:
        raise _FileError(1, f"it is not valid YAML ({error})") from None
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise _FileError(root.start_mark.line + 1, "it must be a list of entries, each beginning with `- `")
    return list(root.value)


def _check_events(text: str) -> None:
    """Refuse what could grow without limit while it is built: references to other places, and deep lists."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _FileError(line, f"an alias (*{event.anchor}) is not allowed: write the value in full")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _FileError(line, "lists and mappings are nested too deeply")


def _read_entry(node: yaml.Node, file: str, position: int) -> Located | InvalidEntry:
    line = node.start_mark.line + 1
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}

    def refuse(key: str | None, problem: str) -> InvalidEntry:
        return InvalidEntry(file, position, lines.get(key or "", line), key, problem, values)

    if not isinstance(node, yaml.MappingNode):
        return refuse(None, "an entry must be keys with values, such as `document:`, `table:`, `row:`")
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node.tag)
        if key in lines:
            lines[key] = key_node.start_mark.line + 1
            return refuse(key, "it appears twice")
        lines[key] = key_node.start_mark.line + 1
        try:
            _check_repeated(value_node)
            values[key] = _construct(value_node)
        except (ValueError, TypeError, OverflowError, yaml.YAMLError) as error:
            problem = error.problem if isinstance(error, yaml.MarkedYAMLError) and error.problem else str(error)
            return refuse(key, f"it cannot be read ({problem})")
    model: type[AnyEntry] = choose_model(values.keys() & lines.keys())
    try:
        entry = model.model_validate(values)
    except ValidationError as error:
        return refuse(*explain_error(error))
    return Located(entry, file, position, line)


def _construct(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _check_repeated(node: yaml.Node) -> None:
    for mapping in _walk(node):
        keys = [key.value for key, _ in mapping.value if isinstance(key, yaml.ScalarNode)]
        if repeated := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"{repeated} appears twice")


def _walk(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _walk(value)
