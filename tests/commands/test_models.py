"""Only a model of our own training is loaded; any other is refused with one line, and help is there without it."""

import hashlib
import io
import pickle
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from bot.models import ModelRefused, check, record, record_of
from bot.settings import ROOT
from bot.supervisor import free_port
from bot.training import is_trained, model_path
from tests.commands.test_commands import bot


@pytest.fixture
def ours(model: Path, tmp_path: Path) -> Path:
    """A copy of the trained model and its record, to harm."""
    shutil.copy(record_of(model), tmp_path)
    return Path(shutil.copy(model, tmp_path))


class Harmful:
    """What a model from elsewhere could be: reading it runs a command."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.trace,))


def harmful_model(trace: Path) -> bytes:
    packed, content = io.BytesIO(), pickle.dumps(Harmful(trace))
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("components/train_model.pkl")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def engine(model: Path) -> subprocess.CompletedProcess[str]:
    """Start the engine as the supervisor does."""
    command = [
        str(ROOT / ".venv-engine/bin/python"),
        "-m",
        "bot.engine",
        "--model",
        str(model),
        "--port",
        str(free_port()),
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_the_model_that_was_trained_passes_and_sha256sum_says_the_same(model: Path, ours: Path) -> None:
    check(ours)
    assert is_trained(ours)
    assert (
        subprocess.run(["sha256sum", "-c", "--status", record_of(ours).name], cwd=ours.parent, check=False).returncode
        == 0
    )
    shown = bot("model")
    assert (shown.returncode, shown.stdout) == (0, f"{model.name}\n")


def test_a_model_from_elsewhere_is_refused_before_it_is_read(ours: Path, tmp_path: Path) -> None:
    trace = tmp_path / "it ran"
    ours.write_bytes(harmful_model(trace))
    for refused in (engine(ours), bot("run", FOERSTEKONTAKT_MODEL_FOLDER=str(tmp_path))):
        assert refused.returncode in (1, 2)
        assert refused.stderr.count("\n") == 1, refused.stderr
        assert ours.name in refused.stderr
        assert "bot train" in refused.stderr
    assert not trace.exists()


@pytest.mark.parametrize("harm", ["cut", "one bit", "empty"])
def test_a_broken_model_is_one_clear_line(ours: Path, tmp_path: Path, harm: str) -> None:
    content = bytearray(ours.read_bytes())
    if harm == "one bit":
        content[len(content) // 2] ^= 1
    ours.write_bytes({"cut": content[: len(content) // 2], "one bit": content, "empty": b""}[harm])
    refused = bot("model", FOERSTEKONTAKT_MODEL_FOLDER=str(tmp_path))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "is not the file that our training made" in refused.stderr
    assert not is_trained(ours)


@pytest.mark.parametrize("written", [None, "", "æ", "0" * 64, "{hash}  another.tar.gz", "{hash} {name} more"])
def test_a_model_without_a_record_of_its_own_is_refused(ours: Path, written: str | None) -> None:
    if written is None:
        record_of(ours).unlink()
    else:
        digest = hashlib.sha256(ours.read_bytes()).hexdigest()
        record_of(ours).write_text(written.replace("{hash}", digest).replace("{name}", ours.name))
    with pytest.raises(ModelRefused, match="has no record"):
        check(ours)


def test_no_model_is_one_line_too(tmp_path: Path) -> None:
    refused = bot("run", FOERSTEKONTAKT_MODEL_FOLDER=str(tmp_path))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert model_path(tmp_path).name in refused.stderr


def test_what_is_recorded_is_what_passes(tmp_path: Path) -> None:
    made = tmp_path / "a.tar.gz"
    made.write_bytes(b"content")
    record(made, b"content")
    check(made)
    record(made, b"other")
    with pytest.raises(ModelRefused):
        check(made)
