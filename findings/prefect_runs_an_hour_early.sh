#!/usr/bin/env bash
# A run each night at half past two, when the clocks change
#
# Pins:   prefect==3.8.8, fastapi==0.150.0, SQLAlchemy==2.0.58, croniter==7.0.0, cronsim==2.8, APScheduler==3.11.3, tzdata==2026.6
# Guess:  On the last Sunday of March there is no half past two in Madrid. A scheduler runs late, at three, or not at all that night; never
#         early, before what was planned for two o'clock. In October half past two comes twice, and the run is made once.
# Seen:   In March Prefect runs at 01:30, an hour early. croniter and cronsim say 03:00, APScheduler a time that does not exist,
#         02:30+01:00, which is half past three. In October Prefect and cronsim run once, croniter and APScheduler twice, an hour apart.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check prefect==3.8.8 fastapi==0.150.0 SQLAlchemy==2.0.58 \
    croniter==7.0.0 cronsim==2.8 APScheduler==3.11.3 tzdata==2026.6
cd "$work"
export PREFECT_HOME="$work/home"
venv/bin/python - <<'PYTHON'
import asyncio
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from croniter import croniter
from cronsim import CronSim
from prefect.server.schemas.schedules import CronSchedule

MADRID = ZoneInfo("Europe/Madrid")
CRON = "30 2 * * *"


def ask_prefect(start: datetime) -> list[datetime]:
    return list(asyncio.run(CronSchedule(cron=CRON, timezone="Europe/Madrid").get_dates(2, start=start)))


def ask_croniter(start: datetime) -> list[datetime]:
    runs = croniter(CRON, start)
    return [runs.get_next(datetime) for _ in range(2)]


def ask_cronsim(start: datetime) -> list[datetime]:
    runs = CronSim(CRON, start)
    return [next(runs) for _ in range(2)]


def ask_apscheduler(start: datetime) -> list[datetime]:
    trigger = CronTrigger.from_crontab(CRON, timezone=MADRID)
    first = trigger.get_next_fire_time(None, start)
    return [first, trigger.get_next_fire_time(first, first)]


seen = {}
for ask in (ask_prefect, ask_croniter, ask_cronsim, ask_apscheduler):
    name = ask.__name__.removeprefix("ask_")
    seen[name] = []
    for start in (datetime(2026, 3, 28, 12, tzinfo=MADRID), datetime(2026, 10, 24, 12, tzinfo=MADRID)):
        seen[name] += [f"{run:%d %H:%M%z}" for run in ask(start)]
    print(f"{name}: {seen[name]}")
EXPECTED = {
    "prefect": ["29 01:30+0100", "30 02:30+0200", "25 02:30+0200", "26 02:30+0100"],
    "croniter": ["29 03:00+0200", "30 02:30+0200", "25 02:30+0200", "25 02:30+0100"],
    "cronsim": ["29 03:00+0200", "30 02:30+0200", "25 02:30+0200", "26 02:30+0100"],
    "apscheduler": ["29 02:30+0100", "30 02:30+0200", "25 02:30+0200", "25 02:30+0100"],
}
sys.exit(None if seen == EXPECTED else "The behaviour has changed.")
PYTHON
