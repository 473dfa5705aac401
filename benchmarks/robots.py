"""How many robots the rules recognise by name, and how many people they take for one, next to the npm package isbot.

    python benchmarks/robots.py [--full]

Both judge the same names: Matomo's robots (as the package device_detector ships them in its tests), the browsers of
real visits (npm: user-agents) and, with --full, every browser in Matomo's tests. Our rules were tried on one half of
Matomo's names, drawn by their digests; what is measured here is the other half. Left out are names of Dalvik, by which
an app on Android fetches and shows nobody a page. Needs Node with npm, and the package registries; it installs nothing
outside a folder of its own.
"""

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml

from advocacy.clicks import robots

GOAL = {"recall": 0.96, "people_flagged": 0.005}
MATOMO, ISBOT, PEOPLE = "device_detector==6.5.1", "isbot@5.2.3", "user-agents@2.1.198"
JUDGE = """
import { isbot } from 'isbot'
import { readFileSync } from 'node:fs'
const names = JSON.parse(readFileSync(process.argv[2]))
console.log(JSON.stringify(names.map(name => isbot(name))))
"""


def main(*, full: bool) -> None:
    if not shutil.which("npm"):
        print(json.dumps({"benchmark": "robots", "skipped": "there is no npm", "goal": GOAL, "met": False}))
        return
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as name:
        folder = Path(name)
        fetch(folder)
        fixtures = next(folder.glob("device_detector-*/device_detector/tests/fixtures/upstream"))
        machines = names(fixtures / "bots.yml", kind="")
        people = [one["userAgent"] for one in json.loads(next(folder.glob("**/user-agents.json")).read_text())]
        if full:
            for kind in ("desktop", "smartphone", "phablet", "tablet"):
                for path in sorted(fixtures.glob(f"{kind}*.yml")):
                    people += [name for name in names(path, kind="browser") if not name.startswith("Dalvik/")]
        machines, people = sorted(set(machines)), sorted(set(people))
        theirs = [sum(judged(folder, each)) / len(each) for each in (machines, people)]
    ours = [sum(bool(robots.rule_of(one)) for one in each) / len(each) for each in (machines, people)]
    figures = {
        "benchmark": "robots",
        "robots": len(machines),
        "people": len(people),
        "recall": round(ours[0], 4),
        "isbot_recall": round(theirs[0], 4),
        "people_flagged": round(ours[1], 5),
        "isbot_people_flagged": round(theirs[1], 5),
        "goal": GOAL,
    }
    figures["met"] = ours[0] >= GOAL["recall"] and ours[1] < GOAL["people_flagged"]
    print(json.dumps(figures))


def fetch(folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", MATOMO]
    subprocess.run(pip, cwd=folder, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    (folder / "package.json").write_text("{}")
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", ISBOT, PEOPLE]
    subprocess.run(npm, cwd=folder, check=True, capture_output=True)


def names(path: Path, *, kind: str) -> list[str]:
    """Read the names of a list that the rules were not tried on, of one kind of client."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries = yaml.load(path.read_text(encoding="utf-8"), loader)
    found = [str(entry["user_agent"]) for entry in entries if (entry.get("client") or {}).get("type", "") == kind]
    return [name for name in found if sha256(name.encode()).digest()[0] % 2]


def judged(folder: Path, listed: list[str]) -> list[bool]:
    (folder / "judge.mjs").write_text(JUDGE)
    (folder / "names.json").write_text(json.dumps(listed))
    ran = subprocess.run(["node", "judge.mjs", "names.json"], cwd=folder, check=True, capture_output=True, text=True)
    found: list[bool] = json.loads(ran.stdout)
    return found


if __name__ == "__main__":
    main(full="--full" in sys.argv)
