#!/usr/bin/env bash
# "After 1 January 2017", asked of a graph in which not all values are dates
#
# Pins:   rdflib==7.6.0, pyoxigraph==0.5.13 (a second engine)
# Guess:  SPARQL cannot compare a date with a number or a text: that is an error in the filter, which drops the row. So FILTER(?when >
#         "2017-01-01"^^xsd:date) returns the later dates, and no others; a bare year, 2016, is perhaps dropped, perhaps compared.
# Seen:   rdflib returns 7, 1.50, "unknown", "unknown"@en and the year 2016 as well: what cannot be compared is ordered by its type, as
#         in a sorted list, and the date has a low place. pyoxigraph returns the one later date.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pyoxigraph
import rdflib

PREFIX = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
GRAPH = """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<u:1> <u:when> "2018-01-01"^^xsd:date, "2016-01-01"^^xsd:date, "2016"^^xsd:gYear, 7, 1.50, "unknown", "unknown"@en ."""
QUERY = PREFIX + 'SELECT ?when WHERE { ?activity <u:when> ?when FILTER(?when > "2017-01-01"^^xsd:date) }'
graph = rdflib.Graph().parse(data=GRAPH, format="turtle")
store = pyoxigraph.Store()
store.load(GRAPH.encode(), pyoxigraph.RdfFormat.TURTLE)
found = {
    "rdflib": sorted(row.when.n3(graph.namespace_manager) for row in graph.query(QUERY)),
    "pyoxigraph": sorted(str(row["when"]) for row in store.query(QUERY)),
}
for engine, values in found.items():
    print(f"{engine}: {values}")
odd = {'"unknown"', '"unknown"@en', '"2016"^^xsd:gYear', '"7"^^xsd:integer', '"1.50"^^xsd:decimal', '"2018-01-01"^^xsd:date'}
same = set(found["rdflib"]) == odd and found["pyoxigraph"] == ['"2018-01-01"^^<http://www.w3.org/2001/XMLSchema#date>']
sys.exit(None if same else "The behaviour has changed.")
PYTHON
