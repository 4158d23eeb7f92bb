"""Finding the documents of the latest version that a person names."""

from collections.abc import Iterable
from glob import escape

from ucap.flows.basics.errors import RunError
from ucap.publishing.find_issues import find_documents
from ucap.publishing.storage.location import Location

_MOST_NAMED = 20


def find_document(output: Location, wanted: str) -> str:
    """Return the `source_path` of the one document meant: by path, file name, `ucap_id` or `document_id`, or a part of these.

    Raises `RunError` where none is named so or several are, and `OutputError` where there is no version.
    """
    found = find_documents(output, wanted)
    published = [path for path, reason in found.items() if reason is None]
    if len(published) == 1:  # of several files of one U-CAP, the one whose values are published
        return published[0]
    if not found:
        raise RunError(f"No document of the latest version is named {wanted}: `ucap list` shows all names.")
    if len(found) > 1:
        raise RunError(f"{wanted} can be {', '.join(list(found)[:_MOST_NAMED])}: name one of them.")
    return next(iter(found))


def find_patterns(output: Location, documents: Iterable[str]) -> list[str]:
    """Return for each document named a pattern for `ucap.flows.run.plan.choose_files`: of that document alone, or as given.

    What has `*`, `?` or `[` in it is a pattern, unless a document is named just so. Raises what `find_document` does.
    """

    def find(wanted: str) -> str:
        is_pattern = escape(wanted) != wanted and not find_documents(output, wanted)
        return wanted if is_pattern else escape(find_document(output, wanted))

    return [find(wanted) for wanted in documents]
