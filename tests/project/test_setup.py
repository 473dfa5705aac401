"""What somebody sees whose machine is not ready."""

import ast
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "scripts" / "setup.py"


def test_setup_can_be_read_by_the_pythons_that_it_refuses() -> None:
    """Annotations are evaluated when it runs, so those that an older Python does not know stand in quotes."""
    tree = ast.parse(SETUP.read_text(), feature_version=(3, 7))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        arguments = [*function.args.args, *function.args.kwonlyargs, function.args.vararg]
        annotations = [argument.annotation for argument in arguments if argument] + [function.returns]
        assert not [note for note in annotations if isinstance(note, ast.BinOp | ast.Subscript)], function.name


def test_setup_refuses_an_old_python_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    monkeypatch.setattr(sys, "version", "3.10.4 (main)")
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed; this is 3\.10\.4"):
        runpy.run_path(str(SETUP), run_name="__main__")


def test_setup_refuses_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(SystemExit, match="cannot be written"):
        runpy.run_path(str(SETUP), run_name="__main__")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DATABASE_URL": "postgresql://x@localhost/x"}, "never runs with DATABASE_URL"),
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"DATA_DIR": "/proc/nowhere"}, "cannot be written"),
    ],
)
def test_demo_refuses_in_one_sentence(environment: dict[str, str], sentence: str) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/demo.py"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
