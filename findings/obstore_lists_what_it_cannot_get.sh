#!/usr/bin/env bash
# An empty folder that pyarrow made in S3, looked at by s3fs and obstore
#
# Pins:   pyarrow==26.0.1, s3fs==2026.9.0, obstore==0.12.1, moto==5.2.5 (the server, in an environment of its own)
# Guess:  S3 has no folders, so an empty object "plans/" stands for one; its web console makes such objects too. All three libraries
#         know this: a folder is there, and no file.
# Seen:   obstore's list() names an object "plans", without the slash, of size 0, and get() of that name raises FileNotFoundError. So
#         "list, then read each" fails at a folder that somebody made by a click. s3fs calls it a directory, and find() lists it among
#         the files, as "plans/". For pyarrow it is a directory.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
python3 -m venv "$work/server"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==26.0.1 s3fs==2026.9.0 obstore==0.12.1
"$work/server/bin/pip" install --quiet --disable-pip-version-check moto==5.2.5 'moto[s3,server]'
cd "$work"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
server/bin/moto_server -H 127.0.0.1 -p "$port" > server.txt 2>&1 &
server=$!
venv/bin/python - "$port" <<'PYTHON'
import sys
import time
import urllib.request

import obstore
import pyarrow.fs
import s3fs
from obstore.store import S3Store

url = f"http://127.0.0.1:{sys.argv[1]}"
for _ in range(150):
    try:
        urllib.request.urlopen(urllib.request.Request(f"{url}/bucket", method="PUT"))
        break
    except OSError:
        time.sleep(0.2)
maker = pyarrow.fs.S3FileSystem(
    endpoint_override=url, access_key="any", secret_key="any", scheme="http", region="us-east-1"
)
store = S3Store(
    "bucket", endpoint=url, access_key_id="any", secret_access_key="any", region="us-east-1", client_options={"allow_http": True}
)


maker.create_dir("bucket/plans")
print("pyarrow:", maker.get_file_info("bucket/plans").type.name)
files = s3fs.S3FileSystem(endpoint_url=url, key="any", secret="any")
is_dir = files.isdir("bucket/plans")
found = files.find("bucket")
print(f"s3fs: isdir {is_dir}; find {found}")
listed = [entry["path"] for part in obstore.list(store) for entry in part]
try:
    obstore.get(store, listed[0])
    got = "an object"
except FileNotFoundError:
    got = "FileNotFoundError"
print(f"obstore: list {listed}; get: {got}")
same = is_dir and found == ["bucket/plans/"] and (listed, got) == (["plans"], "FileNotFoundError")
sys.exit(None if same else "The behaviour has changed.")
PYTHON
