"""The `ucap` command as a person or a scheduler meets it: what it prints and how it ends."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.commands import invoke_ucap, make_environment, make_raw, run_ucap, ucap_command
from ucap.publishing.lock import output_lock
from ucap.publishing.manifest import read_manifest

ONE_LINE = re.compile(r"[^\n]+\n")
LOOKING = "Looking for new and changed documents.\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Return a folder of two U-CAPs."""
    return make_raw(tmp_path / "raw", ("Porto", "Qingdao"), ("Turin", "Shenyang"))


def test_help_names_commands_and_options() -> None:
    done = invoke_ucap("--help")
    assert done.returncode == 0 and "ingest" in done.stdout
    done = invoke_ucap("ingest", "--help", COLUMNS="120")
    assert done.returncode == 0
    assert {"--output", "--workers", "--force", "--strict", "--verify", "--wait", "--prefect"} <= set(
        re.findall(r"--\w+", done.stdout)
    )


def test_version_is_printed() -> None:
    done = run_ucap("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"ucap \S+\+[0-9a-f]{8}\n", done.stdout)


def test_a_run_ends_in_a_summary_and_the_next_one_finds_nothing_to_do(raw: Path, tmp_path: Path) -> None:
    (raw / "note.txt").write_text("Nothing of interest.")
    first = run_ucap("ingest", raw, "--output", tmp_path / "out", "--workers", "1", "--counts")
    assert (first.returncode, first.stderr) == (0, "")
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None
    lines = first.stdout.splitlines()
    assert lines[:2] == [LOOKING.strip(), "Reading 3 documents."]
    assert [line.split()[0] for line in lines[2:5]] == ["[1/3]", "[2/3]", "[3/3]"]
    assert re.fullmatch(r"3 documents: .*, 1 quarantined\.", lines[5])
    assert lines[6] == "3 read, 0 unchanged and not read again."
    rows = {m[1]: int(m[2].replace(",", "")) for line in lines if (m := re.fullmatch(r"  rows of (\w+) +([\d,]+)", line))}
    assert rows == {name: table.rows for name, table in manifest.tables.items()}
    assert any(line.startswith("  note.txt is quarantined: not_a_ucap: ") for line in lines)
    assert f"Show them, and those with doubtful values: ucap list --needs-look --output {tmp_path / 'out'}" in lines
    last = rf"Published version {manifest.version} in .*: 2 U-CAPs; the tables are in .*/out/latest \([\d.]+ s\)\."
    assert re.fullmatch(last, lines[-1])

    second = run_ucap("ingest", raw, "--output", tmp_path / "out")
    assert (second.returncode, second.stderr) == (0, "")
    assert "nothing was read or written" in second.stdout.splitlines()[-1]
    assert "[1/3]" not in second.stdout and "  rows of" not in second.stdout


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param({}, 0, id="clean"),
        pytest.param({"note.txt": "Nothing of interest."}, 3, id="quarantined"),
    ],
)
def test_strict_tells_by_its_status_whether_all_is_well(
    raw: Path, tmp_path: Path, extra: dict[str, str], expected: int
) -> None:
    for name, content in extra.items():
        (raw / name).write_text(content)
    reason = "Ended with status 3 because of --strict: 1 document is quarantined.\n" if expected else ""
    for _ in range(2):  # the second run reads nothing and must still tell
        done = invoke_ucap("ingest", raw, "--output", tmp_path / "out", "--strict")
        assert (done.returncode, done.stderr) == (expected, reason)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["missing", "--output", "out"], r"There is no folder “missing”: .*", id="raw-missing"),
        pytest.param(["raw/porto-qingdao.txt", "--output", "out"], r".*porto-qingdao\.txt is a file: .*", id="raw-is-a-file"),
        pytest.param(["https://example.org/a.pdf"], r"https://example\.org/.* is a web address: .*", id="raw-is-an-address"),
        pytest.param(["raw", "--output", "ftp://tables"], r"ftp://tables is a web address: .*", id="output-is-an-address"),
        pytest.param(["raw", "--output", "file"], r".*file.*", id="output-is-a-file"),
        pytest.param(["raw", "--output", "file/below"], r".*file.*", id="output-below-a-file"),
        pytest.param(["raw", "--output", "raw/out"], r"raw/out lies inside raw, .*", id="output-inside-raw"),
        pytest.param(["raw", "--output", "raw"], r"raw lies inside raw, .*", id="output-is-raw"),
        pytest.param(["raw", "--output", "raw", "--prefect"], r"raw lies inside raw, .*", id="output-is-raw-in-a-flow"),
    ],
)
def test_a_run_that_fails_says_why_in_one_sentence(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    (tmp_path / "file").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    done = invoke_ucap("ingest", *arguments)
    assert (done.returncode, done.stdout.removeprefix(LOOKING)) == (1, "")
    assert ONE_LINE.fullmatch(done.stderr) and re.fullmatch(sentence, done.stderr.strip())
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_without_access_is_one_sentence(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    done = run_ucap("ingest", raw, "--output", tmp_path / "out")
    assert done.returncode == 1 and ONE_LINE.fullmatch(done.stderr)


@pytest.mark.parametrize(
    ("variables", "toml", "sentence"),
    [
        pytest.param(
            {"UCAP_TIMEOUT_SECONDS": "soon"}, "", r"The setting timeout_seconds cannot be 'soon': .*", id="environment"
        ),
        pytest.param({}, "workers = 0\n", r"The setting workers cannot be 0: at least 1 is needed .*", id="toml-value"),
        pytest.param({}, 'workers = "two"\n', r"The setting workers cannot be 'two': a whole number .*", id="toml-word"),
        pytest.param(
            {}, 'schedule = "every night"\n', r"The setting schedule cannot be 'every night': five fields .*", id="schedule"
        ),
        pytest.param({"UCAP_SCHEDULE_TIMEZONE": "Brussels"}, "", r".*there is no such time zone.*", id="time-zone"),
        pytest.param({}, "workers =\n", r"ucap\.toml is not valid TOML: .*", id="toml-syntax"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], toml: str, sentence: str
) -> None:
    (tmp_path / "ucap.toml").write_text(toml)
    monkeypatch.chdir(tmp_path)
    done = invoke_ucap("ingest", raw, "--output", "out", **variables)
    assert (done.returncode, done.stdout) == (1, "")
    assert ONE_LINE.fullmatch(done.stderr) and re.fullmatch(sentence, done.stderr.strip())


@pytest.mark.parametrize(
    "arguments", [["ingest", "--workers", "0"], ["ingest", "--unknown"], ["nonsense"], ["ingest", "a", "b"]]
)
def test_wrong_usage_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    done = invoke_ucap(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage" in done.stderr and "Traceback" not in done.stderr


def test_folders_default_to_the_settings(raw: Path, tmp_path: Path) -> None:
    done = run_ucap("ingest", cwd=tmp_path, UCAP_OUTPUT_FOLDER="elsewhere")
    assert done.returncode == 0 and (tmp_path / "elsewhere" / "latest").is_dir()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param([], "No U-CAP was found: there is no document in the folder “raw”. Put PDF, .docx or text", id="empty"),
        pytest.param(
            ["note.txt"], "No U-CAP was found in the folder “raw”: its only document is not a U-CAP.", id="not-a-ucap"
        ),
        pytest.param(["a.txt", "b.txt"], "“raw”: none of the 2 documents in it is a U-CAP.", id="none-is-a-ucap"),
    ],
)
def test_a_run_without_any_ucap_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str], said: str
) -> None:
    (tmp_path / "raw").mkdir()
    for name in files:
        (tmp_path / "raw" / name).write_text(f"Nothing of interest in {name}.")
    monkeypatch.chdir(tmp_path)
    for _ in range(2):  # neither the first time nor where nothing changed since
        done = invoke_ucap("ingest", "raw", "--output", "out")
        assert done.returncode == 1 and ONE_LINE.fullmatch(done.stderr) and said in done.stderr
        assert "Published" not in done.stdout
    manifest = read_manifest(tmp_path / "out")  # the reasons can be looked at
    assert manifest is not None and manifest.tables["documents"].rows == len(files)
    assert invoke_ucap("ingest", "raw", "--output", "out", "--accept-drop", "documents").returncode == 0


def test_an_unreadable_file_is_one_line_and_harms_no_other(raw: Path, tmp_path: Path) -> None:
    (raw / "gone.pdf").symlink_to("nowhere.pdf")
    done = invoke_ucap("ingest", raw, "--output", tmp_path / "out")
    assert done.returncode == 0
    assert re.findall(r"^  gone\.pdf is quarantined: unreadable: .*$", done.stdout, re.MULTILINE) != []
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None and manifest.tables["ucaps"].rows == 2


def test_two_runs_started_together_make_one_version(raw: Path, tmp_path: Path) -> None:
    command = ucap_command("ingest", raw, "--output", tmp_path / "out", "--workers", "1")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    runs = [subprocess.Popen(command, env=make_environment(), text=True, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    said = [run.communicate(timeout=300) for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    outcomes = sorted(output.splitlines()[-1].split()[0] for output, _ in said)
    assert outcomes == ["Nothing", "Published"]
    assert all(not errors or errors.startswith("Waiting for another run") for _, errors in said)
    (version,) = (tmp_path / "out" / "versions").iterdir()
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None and manifest.version == version.name


def test_a_run_that_may_not_wait_names_the_other(raw: Path, tmp_path: Path) -> None:
    with output_lock(tmp_path / "out"):
        done = run_ucap("ingest", raw, "--output", tmp_path / "out", "--no-wait")
    assert (done.returncode, done.stdout) == (1, LOOKING)
    assert ONE_LINE.fullmatch(done.stderr) and f"another run (process {os.getpid()} of " in done.stderr


@pytest.mark.parametrize("variables", [{}, {"FORCE_COLOR": "1", "TERM": "xterm"}], ids=["plain", "terminal"])
def test_file_names_are_shown_not_obeyed(tmp_path: Path, variables: dict[str, str]) -> None:
    (tmp_path / "raw").mkdir()
    name = "[red]a\nb\x1b[2J\u202e[link=x].txt"
    (tmp_path / "raw" / name).write_text("Nothing of interest.")
    done = run_ucap("ingest", "raw", "--output", "out", cwd=tmp_path, COLUMNS="300", **variables)
    assert done.returncode == 1
    assert "  [red]a\\nb\\x1b[2J\\u202e[link=x].txt is quarantined: not_a_ucap: " in done.stdout
    assert "\x1b[2J" not in done.stdout and "\u202e" not in done.stdout


def test_a_terminal_that_lacks_a_character_ends_no_run(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "计划.txt").write_text("Nothing of interest.")
    done = run_ucap("ingest", "raw", "--output", "out", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert "\\u8ba1\\u5212.txt is quarantined: not_a_ucap" in done.stdout


def test_many_documents_print_few_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    for number in range(120):
        (tmp_path / "raw" / f"{number}.txt").write_text(f"Nothing of interest {number}.")
    monkeypatch.chdir(tmp_path)
    done = invoke_ucap("ingest", "raw", "--output", "out")
    assert "[120/120]" in done.stdout
    assert "  and 110 more: `ucap list --needs-look --output out`" in done.stdout.splitlines()
    assert len(done.stdout.splitlines()) < 50


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_an_interrupted_run_leaves_nothing_behind(tmp_path: Path, how: signal.Signals) -> None:
    cities = [("Porto", "Qingdao"), ("Turin", "Shenyang"), ("Bilbao", "Suzhou"), ("Graz", "Kunming")]
    raw = make_raw(tmp_path / "raw", *cities)
    for number in range(400):  # so many that the run cannot have ended when it is interrupted
        (raw / f"{number}.txt").write_text(f"Nothing of interest {number}. " * 2000)
    process = subprocess.Popen(
        ucap_command("ingest", raw, "--output", tmp_path / "out"),
        env=make_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that the signal reaches every process, as from a terminal, but no test
    )
    assert process.stdout is not None
    while not process.stdout.readline().startswith("["):
        assert process.poll() is None
    os.killpg(process.pid, how) if how == signal.SIGINT else process.send_signal(how)
    _, errors = process.communicate(timeout=60)
    kept = r" What was read so far \([\d,]+ documents?\) is kept\."
    said = rf"Interrupted\. Nothing was published yet\.{kept} Run the same command again to continue\.\n"
    assert process.returncode == 130 and re.fullmatch(said, errors)
    assert read_manifest(tmp_path / "out") is None
    assert {path.name for path in (tmp_path / "out").iterdir()} <= {".lock", ".state", "runs.jsonl"}
    deadline = time.monotonic() + 30
    while list_session(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list_session(process.pid) == []


def list_session(session: int) -> list[str]:
    """Return the command lines of a session's processes that still run; none where the system has no /proc."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, own_session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(own_session) == session and state != "Z":
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:  # ended meanwhile
            continue
    return found


def test_inspect_shows_the_form_as_a_tree(raw: Path) -> None:
    file = next(raw.glob("*.txt"))
    done = invoke_ucap("inspect", file)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert any(line.startswith("city: City:") for line in lines)
    assert any(re.fullmatch(r"    ¶ Porto  \[\d+–\d+\]", line) for line in lines) or "Porto" not in file.read_text()


def test_inspect_ends_with_the_findings(raw: Path) -> None:
    file = raw / "porto-qingdao.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Period of cooperation", "Since and until"), encoding="utf-8")
    done = invoke_ucap("inspect", file)
    assert done.returncode == 0
    _, _, findings = done.stdout.partition("\nFindings: 2\n")
    assert [line.split(": ")[0] for line in findings.splitlines()] == [
        "  warning label_inferred (period)",
        "  info    contact_missing (contact)",
    ]


def test_inspect_lists_the_values_with_their_places(raw: Path) -> None:
    file = raw / "turin-shenyang.txt"
    done = invoke_ucap("inspect", file, "--values")
    assert (done.returncode, done.stderr) == (0, "")
    text = file.read_text(encoding="utf-8")
    places = {m[1]: text[int(m[2]) : int(m[3])] for m in re.finditer(r"^(.+?) = .*\[(\d+)–(\d+)\]$", done.stdout, re.MULTILINE)}
    assert places["cities lead/1 city"] == "Turin"
    assert places["ucaps period_start"] == "May 2017 - December 2018"
    assert "ucaps period_start = 2017-05-01  (“May 2017 - December 2018”)" in done.stdout
    assert "activities a1 text = Turin and Shenyang met at a workshop." in done.stdout


def test_inspect_says_why_a_form_gives_no_values(tmp_path: Path) -> None:
    file = tmp_path / "form.txt"
    file.write_text("U-CAP Summary\nCountry:\tItaly\tChina\nPeriod:\t2018\nObjectives:\tShade\n", encoding="utf-8")
    done = invoke_ucap("inspect", file)
    assert done.returncode == 1
    assert "objectives: Objectives:" in done.stdout
    assert "gives no values: " in done.stderr and ONE_LINE.fullmatch(done.stderr)


def test_inspect_draws_the_pages_of_a_pdf(tmp_path: Path) -> None:
    sample = Path(__file__).parent.parent / "raw" / "antwerp-xiamen.pdf"
    done = invoke_ucap("inspect", sample, "--png", tmp_path / "pictures")
    assert (done.returncode, done.stderr) == (0, "")
    pictures = sorted((tmp_path / "pictures").glob("*.png"))
    assert [picture.name for picture in pictures] == ["antwerp-xiamen-1.png", "antwerp-xiamen-2.png"]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "There is no file ", id="missing"),
        pytest.param(b"", "cannot be read: the file holds nothing; ", id="empty"),
        pytest.param(b"Minutes of a meeting", "none of its rows has a known label", id="no-form"),
    ],
)
def test_inspect_says_in_one_line_why_it_shows_nothing(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "file.txt"
    if content is not None:
        file.write_bytes(content)
    done = invoke_ucap("inspect", file)
    assert done.returncode == 1
    assert ONE_LINE.fullmatch(done.stderr)
    assert said in done.stderr


def test_entities_are_marked_in_the_texts(raw: Path) -> None:
    done = invoke_ucap("entities", raw / "porto-qingdao.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert "• [[May 2017|DATE]]: [[Porto|CITY]] and [[Qingdao|CITY]] met at a workshop." in done.stdout.splitlines()


def test_entities_as_rows(raw: Path) -> None:
    done = invoke_ucap("entities", raw / "porto-qingdao.txt", "--json")
    rows = json.loads(done.stdout)
    assert [(row["section"], row["text"], row["label"], row["country_code"]) for row in rows] == [
        ("activities", "May 2017", "DATE", None),
        ("activities", "Porto", "CITY", "PT"),
        ("activities", "Qingdao", "CITY", "CN"),
    ]
    assert all(row["activity_id"] == "porto--qingdao/a1" for row in rows)


def test_entities_says_in_one_line_why_it_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Nothing of interest.")
    done = invoke_ucap("entities", tmp_path / "note.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert ONE_LINE.fullmatch(done.stderr) and "none was found" in done.stderr
