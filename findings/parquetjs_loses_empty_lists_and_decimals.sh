#!/usr/bin/env bash
# Empty lists and decimals of a Parquet file, read in JavaScript
#
# Pins:   pyarrow==25.0.1 (writes the file); from npm @dsnp/parquetjs@1.8.8 and hyparquet@1.33.0 read it
# Guess:  Both give a list as an array, an empty one as `[]` and a missing one as `null`, and a decimal as a number or a text.
# Seen:   hyparquet does. parquetjs shows the file's own groups, `{ list: [ { element: … } ] }`; that of an empty list is
#         `{ list: null }`, so that whoever asks whether the list is null takes "none" for "not known"; and a decimal is a buffer
#         with its four bytes, without a scale: -5.25 has to be worked out by hand.
# Needs:  node and npm.
set -euo pipefail
for program in node npm; do
    command -v "$program" >/dev/null || { echo "$program is missing" >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==25.0.1
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @dsnp/parquetjs@1.8.8 hyparquet@1.33.0 >/dev/null 2>&1
venv/bin/python - <<'PYTHON'
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

names = pa.array([["Graz", "Linz"], [], None], pa.list_(pa.string()))
shares = pa.array([Decimal("-5.25"), Decimal("0.10"), None], pa.decimal128(9, 2))
pq.write_table(pa.table({"names": names, "share": shares}), "lists.parquet")
PYTHON
cat >read.mjs <<'JAVASCRIPT'
import parquetjs from '@dsnp/parquetjs'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'

const rows = await parquetReadObjects({ file: await asyncBufferFromFile('lists.parquet') })
const reader = await parquetjs.ParquetReader.openFile('lists.parquet')
const cursor = reader.getCursor()
const groups = []
for (let row = await cursor.next(); row; row = await cursor.next()) groups.push(row)
await reader.close()
const seen = JSON.stringify([rows, groups].map((all) => all.map(({ names, share }) => [names, share])))
console.log('hyparquet:', JSON.stringify(rows))
console.log('parquetjs:', JSON.stringify(groups))
const bytes = (...data) => ({ type: 'Buffer', data })
const expected = JSON.stringify([
  [[['Graz', 'Linz'], -5.25], [[], 0.1], [null, null]],
  [[{ list: [{ element: 'Graz' }, { element: 'Linz' }] }, bytes(255, 255, 253, 243)], [{ list: null }, bytes(0, 0, 0, 10)], [null, null]],
])
if (seen !== expected) {
  console.error('The behaviour has changed.')
  process.exit(1)
}
JAVASCRIPT
node read.mjs
