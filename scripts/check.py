"""Every check besides the tests, each with one line of outcome. INSIST=yes makes a missing tool a failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DEPLOY = {
    "SITE_URL": "https://firsthand.example.com",
    "ALLOWED_HOSTS": "firsthand.example.com",
    "DATA_DIR": str(ROOT / "var" / "check"),
    "LOG_LEVEL": "ERROR",
}


def files(pattern: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.split()


def checks() -> dict[str, list[str]]:
    templates = files("templates/*.html")
    manage = [sys.executable, "manage.py"]
    return {
        "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
        "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
        "arrows": [str(BIN / "lint-imports"), "--no-cache"],
        "types": [str(BIN / "mypy"), "--no-error-summary", "."],
        "template syntax": [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates],
        "template indent": [str(BIN / "djhtml"), "--check", "--tabwidth", "2", *templates],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "translations": [sys.executable, "scripts/messages.py", "--check"],
        "deployment": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
    }


def main() -> None:
    insists = os.environ.get("INSIST", "") == "yes"
    environment = {name: value for name, value in os.environ.items() if name not in {"DEMO", "DATABASE_URL"}} | DEPLOY
    failed = False
    for name, command in checks().items():
        if name == "translations" and not shutil.which("msgfmt"):
            print("translations: not checked, gettext is not installed")
            failed |= insists
            continue
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        print(f"{name}: {'good' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode:
            failed = True
            print((done.stdout + done.stderr)[-6000:])
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
