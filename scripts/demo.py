"""Run the demo: settings for it, then one command that prepares, fills and serves."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def state_of_tables() -> str:
    """This will name which tables this code needs, so that a filled demo starts without looking at its database."""
    names = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/migrations/0*.py"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def main() -> None:
    port = os.environ.get("PORT", "8000")
    if os.environ.get("DATABASE_URL"):
        sys.exit("The demo lets everybody in as anybody, so it never runs with DATABASE_URL. Unset it and start again.")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT is {port!r}; write a number like 8000.")
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var" / "demo")
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{data} cannot be written ({error.strerror}). Set DATA_DIR to a folder of your own.")
    os.environ.update(DEMO="yes", DATA_DIR=str(data), SITE_URL=f"http://localhost:{port}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.pop("REDIS_URL", None)
    os.chdir(ROOT)
    tables, ready = state_of_tables(), data / "ready"
    if ready.is_file() and ready.read_text() == tables:
        command = ["manage.py", "serve", "--port", port]
    else:
        command = ["manage.py", "demo", "--port", port, "--tables", tables]
    os.execv(sys.executable, [sys.executable, *command])


if __name__ == "__main__":
    main()
