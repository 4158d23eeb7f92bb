#!/usr/bin/env bash
# A date without hyphens as the parameter of a Prefect flow
#
# Pins:   prefect==3.8.8, pydantic==2.14.3
# Guess:  A flow with the parameter "since: datetime" takes "2018-04-01", and "20180401", the basic form of ISO 8601, as the same day, or
#         refuses the second. "2018" is refused, or 1 January.
# Seen:   "20180401" and the number 20180401 are 22 August 1970, 13:40:01, and "2018" is half past midnight on 1 January 1970: digits are
#         seconds since 1970 for pydantic, which checks the parameters. The run begins, and reads everything since 1970. A parameter of
#         the type date refuses the same values.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check prefect==3.8.8 pydantic==2.14.3
cd "$work"
PREFECT_HOME="$work/prefect" venv/bin/python - <<'PYTHON'
import datetime
import sys

from prefect import flow


@flow
def read_since(since: datetime.datetime) -> None:
    """Read what is newer."""


@flow
def read_since_day(since: datetime.date) -> None:
    """Read what is newer than a day."""


def validate(checked: object, value: object) -> str:
    try:
        return str(checked.validate_parameters({"since": value})["since"])
    except Exception as error:
        return type(error).__name__


VALUES = ("2018-04-01", "20180401", 20180401, "2018")
seen = {repr(value): (validate(read_since, value), validate(read_since_day, value)) for value in VALUES}
for value, (moment, day) in seen.items():
    print(f"{value}: as datetime: {moment}, as date: {day}")
moments, days = zip(*seen.values(), strict=True)
same = moments[0] == "2018-04-01 00:00:00" and moments[1] == moments[2] == "1970-08-22 13:40:01+00:00"
same = same and moments[3] == "1970-01-01 00:33:38+00:00" and days == ("2018-04-01", *["ParameterTypeError"] * 3)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
