"""Run the demo: settings for it, then one command that prepares, fills and serves."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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
    os.execv(sys.executable, [sys.executable, "manage.py", "demo"])


if __name__ == "__main__":
    main()
