"""Run every test: on SQLite always, on PostgreSQL and with Redis when they answer, in a browser when there is one.

INSIST=yes makes a part that could not run a failure. Further arguments go to pytest.
"""

import os
import subprocess
import sys
from pathlib import Path

import browser
import servers

ROOT = Path(__file__).resolve().parent.parent
# The last: what was compiled is kept, or every process of every part compiles the tests and all packages again.
UNSET = {"DATABASE_URL", "REDIS_URL", "DEMO", "PYTHONDONTWRITEBYTECODE"}
WITHOUT_BROWSER = ("-p", "no:playwright", "--ignore=tests/browser")


def surroundings(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return {**kept, "DATA_DIR": str(ROOT / "var" / "test"), "LOG_LEVEL": "ERROR", **more}


def prepare(database: str) -> None:
    """This will build the style sheet and migrate the databases that the tests copy, all at once."""
    migrate, settings = [sys.executable, "-m", "tests.databases"], {"DJANGO_SETTINGS_MODULE": "config.settings"}
    begun = [subprocess.Popen([sys.executable, "manage.py", "build_assets"], cwd=ROOT, env=surroundings())]
    begun += [
        subprocess.Popen(migrate, cwd=ROOT, env=surroundings(**settings, **where))
        for where in ({}, {"DATABASE_URL": database})[: 2 if database else 1]
    ]
    if {each.wait() for each in begun} != {0}:
        sys.exit("The style sheet and fonts, or the databases, could not be made.")


def pytest(*arguments: str, environment: dict[str, str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", *arguments, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env=surroundings(**environment), check=False).returncode == 0


def main() -> None:
    insists = os.environ.get("INSIST", "") == "yes"
    found_browser, database, cache = browser.find(), servers.postgresql(), servers.redis_server()
    services = {"REDIS_TEST_URL": cache} if cache else {}
    chosen = {"BROWSER_PATH": found_browser} if found_browser else {}
    prepare(database)

    results = {
        "SQLite": pytest(
            "-n",
            "2",
            "--dist",
            "loadgroup",
            *WITHOUT_BROWSER,
            "-m",
            "not browser and not postgresql",
            environment=services,
        )
    }
    if database:
        results["PostgreSQL"] = pytest(
            "-n", "2", *WITHOUT_BROWSER, "-m", "not browser", environment={"DATABASE_URL": database, **services}
        )
    if found_browser:
        everything = () if sys.argv[1:] else ("tests/browser",)
        results["browser"] = pytest("-n", "2", "--dist", "worksteal", "-m", "browser", *everything, environment=chosen)

    print("\nWhat ran:")
    for part, there in {"SQLite": True, "PostgreSQL": database, "Redis": cache, "browser": found_browser}.items():
        said = {True: "passed", False: "FAILED"}.get(results.get(part, True)) if there else "did not run: none answered"
        print(f"  {part}: {said}")
    missing = not (database and cache and found_browser)
    if insists and missing:
        sys.exit("INSIST=yes, and a part did not run.")
    sys.exit(0 if all(results.values()) else 1)


if __name__ == "__main__":
    main()
