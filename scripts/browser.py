"""Find a browser for the tests: BROWSER_PATH, one on PATH, playwright's download, or Debian's package when root."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def on_path() -> str:
    named = os.environ.get("BROWSER_PATH", "")
    if named:
        if not Path(named).exists():
            sys.exit(f"BROWSER_PATH names {named}, and there is nothing there.")
        return named
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def downloaded() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def find() -> str:
    """This will answer with the path of a browser, installing one when it must; an empty text when there is no way."""
    found = on_path() or downloaded()
    if found:
        return found
    print("No browser found; asking playwright for one …", flush=True)
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True, timeout=300
    )
    if found := downloaded():
        return found
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium …", flush=True)
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *command], check=False, stdout=subprocess.DEVNULL)
    return on_path()
