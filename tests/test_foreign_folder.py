"""`ucap` in a folder of another project: its packages and modules are not ours, and none of them is run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import make_environment, make_raw
from ucap.publishing.manifest import read_table

SCRIPT = "from ucap.flows.commands.cli import main\n\nif __name__ == '__main__':\n    main()\n"
"""What pip installs as the command `ucap`. Python then looks in the script's folder first, not in the working folder."""

FOREIGN = "open(__file__ + '.run', 'w').close()\n"
"""A module that leaves a file beside itself when it is imported."""


@pytest.mark.parametrize(
    "modules",
    [
        pytest.param(("flows", "schemas", "extractors", "publishing", "review"), id="packages-named-like-our-folders"),
        pytest.param(("ucap",), id="a-package-named-like-ours"),
        pytest.param(("yaml", "typing_extensions", "signal"), id="modules-named-like-libraries"),
    ],
)
def test_a_run_imports_nothing_from_the_working_folder(tmp_path: Path, modules: tuple[str, ...]) -> None:
    make_raw(tmp_path / "raw", ("Porto", "Qingdao"))
    for name in modules:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(FOREIGN)
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "ucap"
    script.write_text(SCRIPT)
    command = [sys.executable, str(script), "ingest", "raw"]
    done = subprocess.run(
        command, cwd=tmp_path, env=make_environment(), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert read_table(tmp_path / "output", "ucaps").num_rows == 1
    assert list(tmp_path.glob("*/*.run")) == []
