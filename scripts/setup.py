"""Make .venv and install what requirements.txt or requirements-dev.txt pins. Runs on a bare Python; safe to repeat."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def fail(sentence: str) -> None:
    sys.exit(f"Set-up stopped: {sentence}")


def run(*command: "str | Path") -> bool:
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode == 0


# Annotations in quotes: an older Python must come as far as the sentence that names it.
def quietly(*command: "str | Path") -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, capture_output=True, text=True)


def make_venv() -> None:
    made = quietly(sys.executable, "-m", "venv", VENV)
    if made.returncode or not PYTHON.exists():
        fail(
            f"{sys.executable} could not make a virtual environment. On Debian and Ubuntu install python3-venv.\n"
            + (made.stderr or made.stdout).strip()[-500:]
        )


def install(requirements: Path) -> None:
    print(f"Installing {requirements.name} …", flush=True)
    has_uv = not quietly(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv").returncode
    if has_uv and run(PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, "-r", requirements):
        return
    print("uv could not do it; trying plain pip …", flush=True)
    if not run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements):
        fail(f"the packages of {requirements.name} could not be installed. Is a package index reachable?")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  this script is what tells somebody with an older Python
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 demo")
    if not os.access(ROOT, os.W_OK):
        fail(f"{ROOT} cannot be written. Copy the project to a folder of your own.")
    requirements = ROOT / ("requirements.txt" if "--run" in sys.argv else "requirements-dev.txt")
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / f"installed-{requirements.stem}"
    dev_stamp = VENV / "installed-requirements-dev"
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    if "--run" in sys.argv and dev_stamp.exists() and PYTHON.exists():
        dev = ROOT / "requirements-dev.txt"
        if dev_stamp.read_text() == hashlib.sha256(dev.read_bytes() + sys.version.encode()).hexdigest():
            return  # the developers' set holds everything that running needs, in the same versions
    if not PYTHON.exists():
        make_venv()
    install(requirements)
    stamp.write_text(wanted)


if __name__ == "__main__":
    main()
