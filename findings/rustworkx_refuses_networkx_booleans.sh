#!/usr/bin/env bash
# A graph with true and false, written by networkx and read by two other libraries
#
# Pins:   networkx==3.6.1, rustworkx==0.18.1, igraph==1.0.0
# Guess:  GraphML has a type boolean, which networkx declares. What it writes, other libraries read: igraph does, and so does rustworkx,
#         which takes over graphs of networkx.
# Seen:   networkx writes Python's words, True and False. GraphML's boolean is that of XML Schema, true and false, and rustworkx refuses
#         the whole file: "provided string was not `true` or `false`". igraph reads both spellings.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1 rustworkx==0.18.1 igraph==1.0.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import igraph
import networkx as nx
import rustworkx

graph = nx.Graph()
graph.add_node("Graz", is_lead=True)
graph.add_node("Linz", is_lead=False)
graph.add_edge("Graz", "Linz")
nx.write_graphml(graph, "networkx.graphml")
written = Path("networkx.graphml").read_text()
Path("lower.graphml").write_text(written.replace(">True<", ">true<").replace(">False<", ">false<"))
seen = {}
for file in ("networkx.graphml", "lower.graphml"):
    try:
        seen[f"rustworkx, {file}"] = [node["is_lead"] for node in rustworkx.read_graphml(file)[0].nodes()]
    except Exception as error:
        seen[f"rustworkx, {file}"] = str(error)
    seen[f"igraph, {file}"] = igraph.Graph.Read_GraphML(file).vs["is_lead"]
for way, values in seen.items():
    print(f"{way}: {values}")
refused = seen.pop("rustworkx, networkx.graphml")
same = "was not `true` or `false`" in str(refused) and ">True<" in written and all(values == [True, False] for values in seen.values())
sys.exit(None if same else "The behaviour has changed.")
PYTHON
