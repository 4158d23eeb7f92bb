"""Who met whom as a graph in GraphML, for Gephi, Cytoscape, yEd, networkx or igraph."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriterLxml

from ucap.publishing.events.places import make_place
from ucap.publishing.exports.tables import VersionTables
from ucap.schemas.wording import render_count

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLACE_COLUMNS = ("label", "canonical", "country_code", "latitude", "longitude")


def write_graph(tables: VersionTables, path: Path) -> tuple[str, ...]:
    """Write a graph of cities and organisations; two are joined by an edge for each event in which both are named.

    Returns a note that says how many there are. Values that are not known are left out, as GraphML has no null; characters that
    XML cannot hold become U+FFFD.
    """
    graph = nx.MultiGraph(name=f"ucap {tables.manifest.version}")
    places = _find_places(tables)
    for event in tables.load("events").to_pylist():
        nodes = {f"city: {_clean(name)}": {"label": name, "kind": "city", **places.get(name, {})} for name in event["cities"]}
        for name in event["organisations"]:
            nodes[f"organisation: {_clean(name)}"] = {"label": name, "kind": "organisation"}
        graph.add_nodes_from((node, _choose(values)) for node, values in nodes.items())
        edge = _choose(dict(_describe(event)))
        for one, other in combinations(sorted(nodes), 2):
            graph.add_edge(one, other, key=event["event_id"], **edge)
    _Writer(str(path), graph=graph, named_key_ids=True).dump()
    named = render_count(graph.number_of_nodes(), "city or organisation", "cities and organisations")
    return (f"{named}, {render_count(graph.number_of_edges(), 'edge')}.",)


class _Writer(GraphMLWriterLxml):  # type: ignore[misc]  # networkx has no types
    """Writes truth values as XML Schema spells them: networkx writes Python's words, which strict readers refuse."""

    def add_data(self, name: str, element_type: type, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super().add_data(name, element_type, str(value).lower() if element_type is bool else value, *args, **kwargs)


def _describe(event: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "event_id", event["event_id"]
    yield "title", event["title"]
    for column in ("date_start", "date_end"):
        yield column, event[column].isoformat() if event[column] else None
    yield "date_precision", event["date_precision"]
    yield "activity_types", "; ".join(event["activity_types"])
    yield "mode", event["mode"]
    yield "planned", event["planned"]
    yield "not_held", event["not_held"]
    yield "document_count", event["document_count"]


def _choose(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in values.items() if value is not None}


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _find_places(tables: VersionTables) -> dict[str, dict[str, Any]]:
    """Return country and coordinates of cities by the names that events have; none for names that several cities have."""
    found: dict[str, set[tuple[Any, ...]]] = {}
    for row in tables.load("entities").select(list(_PLACE_COLUMNS)).to_pylist():
        if row["label"] == "CITY" and row["canonical"] and row["latitude"] is not None:
            place = (row["country_code"], row["latitude"], row["longitude"])
            found.setdefault(make_place(row["canonical"]).name, set()).add(place)
    known = {name: next(iter(places)) for name, places in found.items() if len(places) == 1}
    return {name: dict(zip(_PLACE_COLUMNS[2:], place, strict=True)) for name, place in known.items()}
