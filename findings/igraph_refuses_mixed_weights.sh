#!/usr/bin/env bash
# A graph with the weights 1 and 2.5, written by networkx and read by igraph
#
# Pins:   networkx==3.6.1, igraph==1.0.0
# Guess:  GraphML is there to carry graphs from one program to another. Weights 1 and 2.5 arrive as 1.0 and 2.5.
# Seen:   igraph refuses the whole file: "Duplicate attribute name found: 'weight'". networkx declares the attribute once for each
#         Python type that occurs, here as long and as double, and reads it back as if nothing was. One whole number among the
#         weights is enough. float(weight) for all edges, or infer_numeric_types=True, makes a file that igraph reads.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1 igraph==1.0.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import igraph
import networkx

graph = networkx.Graph()
graph.add_edge("Graz", "Turin", weight=1)
graph.add_edge("Turin", "Porto", weight=2.5)
networkx.write_graphml(graph, "mixed.graphml")
networkx.write_graphml(graph, "numbers.graphml", infer_numeric_types=True)
print("networkx reads:", [data["weight"] for *_, data in networkx.read_graphml("mixed.graphml").edges(data=True)])
try:
    said = str(igraph.Graph.Read_GraphML("mixed.graphml").es["weight"])
except Exception as error:
    said = f"{type(error).__name__}: {error}"
print("igraph reads:", said)
inferred = igraph.Graph.Read_GraphML("numbers.graphml").es["weight"]
print("igraph reads, with infer_numeric_types:", inferred)
same = "Duplicate attribute name found: 'weight'" in said and inferred == [1.0, 2.5]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
