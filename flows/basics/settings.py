"""What an operator may set: in the environment (`UCAP_…`), `.env` or `ucap.toml`; the first that names a key wins."""

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ucap.extractors.options import DEFAULT_READER, ReadingOptions
from ucap.extractors.page import MAX_PAGES
from ucap.flows.basics.known_keys import check_keys
from ucap.flows.basics.limits import ReadingLimits
from ucap.schemas.readers import PdfReader

if TYPE_CHECKING:
    from ucap.publishing.assertions import Limits


def count_processors() -> int:
    """Return the number of processors this process may use, at least 1."""
    # Not os.cpu_count(): a container is often given fewer than the machine has.
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


LOCAL_CLUSTER = "local"
"""The cluster that a run starts for itself on this machine."""


_CRON = re.compile(r"@[a-z]+|[\dHR()*?/,~-]+\s+[\dHR()*?/,~-]+(?:\s+[\w()*?/,#~-]+){3,4}")
"""What a schedule looks like: five fields, or six with seconds, or a short form such as `@daily`."""


class Settings(BaseSettings):
    """Settings of a run; raises `pydantic.ValidationError` for an impossible value, `RunError` for an unknown key."""

    model_config = SettingsConfigDict(env_prefix="UCAP_", env_file=".env", toml_file="ucap.toml", extra="ignore", frozen=True)

    raw_folder: Path = Field(default=Path("raw"), description="Where the documents lie: a folder or a URL.")
    output_folder: Path = Field(default=Path("output"), description="Where the published versions go: a folder or a URL.")
    workers: int = Field(default_factory=count_processors, ge=1, description="Processes that read documents at the same time.")
    cluster: str | None = Field(
        default=None,
        pattern=r"^(local|(tcp|tls|ws|wss)://.+)$",
        description="Dask cluster that reads the documents: `local`, or a scheduler such as `tcp://host:8786` (`ucap[dask]`).",
    )
    timeout_seconds: float = Field(default=30, gt=0, description="Longest time for reading one document.")
    ocr_time_factor: float = Field(
        default=10, ge=1, description="How many times as long it may take where text recognition (`ucap[ocr]`) is installed."
    )
    memory_limit_mib: int = Field(default=1024, ge=640, description="Most memory for reading one document.")
    max_pages: int = Field(
        default=MAX_PAGES,
        ge=1,
        description="Most pages of a document that is read; in a text, 100,000 characters each.",
    )
    max_size_mb: float = Field(default=50, gt=0, description="Largest file that is read, in millions of bytes.")
    reader: PdfReader = Field(
        default=DEFAULT_READER, description="Library that reads PDFs: `pdfium`, or `pdfplumber`, which is slower."
    )
    cross_check: bool = Field(
        default=False,
        description="Whether PDFs are read with both libraries; a value that differs is the finding `readers_disagree`.",
    )
    grace_minutes: float = Field(
        default=60,
        ge=0,
        description="How long the version before the latest is kept at least, for programs that still read it.",
    )
    batch_size: int = Field(
        default=25,
        ge=1,
        description="Documents read in one task of Prefect or of a cluster; more if Prefect would need over 100 tasks.",
    )

    server_port: int = Field(default=4200, ge=1, le=65535, description="Port of Prefect's server, as `ucap up` starts it.")
    watch: bool = Field(default=False, description="Whether `ucap up` starts a run when files in the raw folder changed.")
    watch_settle_seconds: float = Field(
        default=10, gt=0, description="How long no file in the raw folder may have changed before such a run starts."
    )
    watch_polling: bool = Field(
        default=False, description="Look at the raw folder every two seconds; for network drives, which send no notices."
    )
    schedule: str | None = Field(
        default=None,
        description="When `ingest/ingest-nightly` runs, as cron, such as `0 */6 * * *`; not set: as in `prefect.yaml`.",
    )
    schedule_timezone: str | None = Field(
        default=None, description="Time zone of that, such as `Europe/Brussels`; not set: as in `prefect.yaml`."
    )
    hang_seconds: float = Field(
        default=120,
        ge=10,
        description="How long the server or worker may be silent before `ucap up` starts it again.",
    )
    report_folder: Path | None = Field(
        default=None,
        description="Folder for the report that a Prefect run draws when something changed; not set: no report.",
    )
    keep_versions: int = Field(default=10, ge=1, description="Versions that housekeeping keeps, the latest among them.")
    keep_run_days: int = Field(
        default=90, ge=1, description="Days for which housekeeping keeps ended runs in Prefect's history."
    )

    drop_percent: float = Field(
        default=20,
        ge=0,
        le=100,
        description="A version is refused if more per cent of documents, rows or filled values are lost.",
    )
    drop_documents: int = Field(
        default=5,
        ge=0,
        description="In so many documents rows or values may be lost, whatever `drop_percent` says; "
        "but from three documents on, not more than half of them.",
    )
    least_fill: dict[str, float] = Field(
        default={"ucaps.period_start": 10, "cities.country_code": 10, "activities.date_start": 10},
        description="Least per cent of rows in which a column must be filled, by `table.column`.",
    )
    least_fill_documents: int = Field(
        default=10, ge=1, description="A version with fewer published documents is not checked for `least_fill`."
    )

    @field_validator("least_fill")
    @classmethod
    def _check_columns(cls, least_fill: dict[str, float]) -> dict[str, float]:
        if least_fill == cls.model_fields["least_fill"].default:
            return least_fill  # a test holds it; to name the columns takes a quarter of the time of a short command
        from ucap.publishing.profile import watched_columns  # noqa: PLC0415 (heavy)

        if unknown := sorted(least_fill.keys() - set(watched_columns())):
            raise ValueError(f"{', '.join(unknown)} is not among the watched columns: {', '.join(watched_columns())}")
        return least_fill

    @field_validator("schedule")
    @classmethod
    def _check_schedule(cls, schedule: str | None) -> str | None:
        if schedule is not None and not _CRON.fullmatch(schedule.strip()):
            raise ValueError("five fields are needed: minute, hour, day, month and weekday, such as `15 2 * * *`")
        return schedule  # the server checks it in full

    @field_validator("schedule_timezone")
    @classmethod
    def _check_timezone(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise ValueError("there is no such time zone; one is `Europe/Brussels`") from error
        return name

    @classmethod
    def with_workers(cls, workers: int | None, cluster: str | None = None) -> Self:
        """Return the settings, with this number of workers and this cluster where one is given."""
        given: dict[str, Any] = {"workers": workers, "cluster": cluster}
        return cls(**{name: value for name, value in given.items() if value is not None})

    @property
    def limits(self) -> "Limits":
        """How much may fall against the latest version."""
        from ucap.publishing.assertions import Limits  # noqa: PLC0415 (heavy)

        return Limits(self.drop_percent, self.drop_documents, self.least_fill, self.least_fill_documents)

    @property
    def reading_options(self) -> ReadingOptions:
        """How documents are read."""
        return ReadingOptions(self.max_pages, self.reader, self.cross_check)

    @property
    def reading_limits(self) -> ReadingLimits:
        """How documents are read, and how much reading one of them may cost."""
        return ReadingLimits(self.reading_options, self.timeout_seconds, self.memory_limit_mib, self.ocr_time_factor)

    @property
    def max_bytes(self) -> int:
        """Largest file that is read, in bytes."""
        return int(self.max_size_mb * 1_000_000)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put `ucap.toml` after the environment, in pydantic-settings' own way of naming sources; refuse unknown keys."""
        toml_settings = TomlConfigSettingsSource(settings_cls)
        prefix = str(cls.model_config["env_prefix"])
        variables = {"the environment": env_settings, ".env": dotenv_settings}
        places: dict[str, list[str]] = {
            place: [name for name in source.env_vars if name.upper().startswith(prefix)]
            for place, source in variables.items()
            if isinstance(source, EnvSettingsSource)
        }
        check_keys(cls.model_fields, {**places, "ucap.toml": list(toml_settings.toml_data)}, prefix)
        return init_settings, env_settings, dotenv_settings, toml_settings
