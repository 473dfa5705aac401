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


def pytest(*arguments: str, environment: dict[str, str]) -> bool:
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    kept |= {"DATA_DIR": str(ROOT / "var" / "test"), "LOG_LEVEL": "ERROR", **environment}
    command = [sys.executable, "-m", "pytest", "-q", *arguments, *sys.argv[1:]]
    done = subprocess.run(command, cwd=ROOT, env=kept, check=False)
    return done.returncode == 0


def main() -> None:
    insists = os.environ.get("INSIST", "") == "yes"
    found_browser, database, cache = browser.find(), servers.postgresql(), servers.redis_server()
    services = {"REDIS_TEST_URL": cache} if cache else {}
    chosen = {"BROWSER_PATH": found_browser} if found_browser else {}
    environment = {"DATA_DIR": str(ROOT / "var" / "test"), "LOG_LEVEL": "ERROR"}
    built = subprocess.run(
        [sys.executable, "manage.py", "build_assets"], cwd=ROOT, env=os.environ | environment, check=False
    )
    if built.returncode:
        sys.exit("The style sheet and fonts could not be built.")

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
