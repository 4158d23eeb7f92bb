"""What an operator may set: in the environment (`UCAP_…`), `.env` or `ucap.toml`; the first that names a key wins."""

import os
import sys
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


def count_processors() -> int:
    """Return the number of processors this process may use, at least 1."""
    # Not os.cpu_count(): a container is often given fewer than the machine has.
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


class Settings(BaseSettings):
    """Settings of a run; raises `pydantic.ValidationError` for a value that cannot be."""

    model_config = SettingsConfigDict(env_prefix="UCAP_", env_file=".env", toml_file="ucap.toml", extra="ignore", frozen=True)

    raw_folder: Path = Field(default=Path("raw"), description="Where the documents lie.")
    output_folder: Path = Field(default=Path("output"), description="Where the published versions go.")
    workers: int = Field(default_factory=count_processors, ge=1, description="Processes that read documents at the same time.")
    timeout_seconds: float = Field(default=30, gt=0, description="Longest time for reading one document.")
    memory_limit_mib: int = Field(default=1024, ge=640, description="Most memory for reading one document.")
    max_size_mb: float = Field(default=50, gt=0, description="Largest file that is read, in millions of bytes.")
    grace_minutes: float = Field(
        default=60, ge=0, description="How long after a switch the version before it is kept for those still reading it."
    )
    batch_size: int = Field(
        default=25, ge=1, description="Documents read in one Prefect task; more where a run would need over 100 tasks."
    )

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
        """Put `ucap.toml` after the environment, in pydantic-settings' own way of naming sources."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)
