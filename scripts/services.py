"""Run what docker-compose.yml runs, as plain processes, and walk one story through them.

The commands, their environment and their health checks are read from the file. What differs from production is printed
with its reason. PostgreSQL must answer (DATABASE_URL or the standard local port); the two Redis servers are started
from the file's own commands. Everything is private to the run and gone after it. The exit code is 0 when all was right.
"""

import http.client
import json
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import servers
from house import REDIS_SERVERS, House, Wrong, until
from psycopg import sql

OURS = ("pages", "redirect", "worker", "beat")
LIVE_WITHIN = 40.0
COUNTED_WITHIN = 10.0
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-User": "?1",
}
ROBOT = {"User-Agent": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"}
WORDS = "I stood on that platform when the first train rolled in, and this is what I remember of it."

# People and a story, made by the same rules that pages and API call.
SNIPPET = """
import json
from datetime import timedelta
from decimal import Decimal
from django.utils import timezone
from accounts import administrators, people, roles, tokens
from content import objectives, stories
from content.manuscripts import Audience, CaptionWords, Manuscript
now = timezone.now()
administrator = administrators.appoint(email="administrator@firsthand.example", now=now)
curator, approver, employee = (
    people.invite(email=f"{who}@firsthand.example", name="", team=None, by=administrator, now=now)
    for who in ("curator", "approver", "employee")
)
for person, role in ((curator, roles.Role.CURATOR), (approver, roles.Role.APPROVER)):
    roles.grant(person=person, role=role, team=None, by=administrator, now=now)
objective = objectives.set_up(
    reason="visibility", title="Known on the line", metric="Aided awareness", unit="per_cent", baseline=Decimal(0),
    starts_on=now.date(), by=curator, now=now,
)
campaign = objectives.start_campaign(objective=objective, name="First train", by=curator, now=now)
manuscript = Manuscript(
    url="https://firsthand.example/first-train", title="The first train", summary="How the line began.",
    value_reader="How it was", value_employee="A story of one's own", value_company="People know the line",
    campaign=str(campaign.public_id), captions=(CaptionWords(language="en", text="Were you there?"),),
    audience=(Audience(),), expires_at=now + timedelta(days=2),
)
story = stories.create(manuscript=manuscript, by=curator, now=now)
stories.approve(story=stories.submit(story=story, by=curator, now=now), by=approver, now=now)
token, key = tokens.make(person=employee, name="walk", days=1, now=now)
print(json.dumps({"key": key, "story": str(story.public_id)}))
"""


def step(sentence: str) -> None:
    print(sentence, flush=True)


@contextmanager
def scratch_database() -> Iterator[str]:
    """This will make a database of its own for the run, and drop it afterwards."""
    server = servers.postgresql()
    if not server:
        raise Wrong("PostgreSQL does not answer. Start it, or name it in DATABASE_URL.")
    name = f"firsthand_walk_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read().decode()


def ask(address: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: str | None = None) -> Answer:
    """This will send one request and follow nothing."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


class Api:
    """The API as one person sees it."""

    def __init__(self, site: str, key: str) -> None:
        self.site = site
        self.key = key

    def get(self, path: str) -> Any:
        return self._call("GET", path, None)

    def post(self, path: str, **said: Any) -> Any:
        return self._call("POST", path, json.dumps(said))

    def _call(self, method: str, path: str, body: str | None) -> Any:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        answer = ask(f"{self.site}/api/v1/{path}", method=method, headers=headers, body=body)
        if answer.status >= 300:
            raise Wrong(f"{method} /api/v1/{path} answered {answer.status}: {answer.body[:500]}")
        return json.loads(answer.body) if answer.body else None


def walk(house: House) -> None:
    """This will bring a story from the studio to a counted click."""
    site = house.services["pages"].environment["SITE_URL"]
    shell = ["python", "manage.py", "shell", "--no-imports", "-c", SNIPPET]
    made = json.loads(house.run("pages", shell).splitlines()[-1])
    step("people, an objective and an approved story: made by the rules")

    api = Api(site, made["key"])
    story = f"stories/{made['story']}"

    def is_live() -> bool:
        return any(found["id"] == made["story"] for found in api.get("stories/")["results"])

    until(is_live, within=LIVE_WITHIN, otherwise="beat and worker did not let the story go live in time.")
    step("live: by the sweep of beat and worker")

    api.post(f"{story}/read-at-source/")
    claim = api.post(f"{story}/claim/")
    share = api.post(f"claims/{claim['id']}/shares/", network="linkedin", words=WORDS, keeps_disclosure=True)
    share = api.post(f"shares/{share['id']}/posted/")
    step("read, claimed, written and posted: over the API with a key")

    time.sleep(2.5)  # a click within two seconds of posting is taken for a scanner's
    robot = ask(share["link"], headers=ROBOT)
    person = ask(share["link"], headers=BROWSER)
    if robot.status != 200 or "og:title" not in robot.body:
        raise Wrong(f"A preview robot got {robot.status}: {robot.body[:300]}")
    target = person.headers.get("Location", "")
    if (
        person.status != 302
        or not target.startswith("https://firsthand.example/first-train?")
        or "adv_cid=" not in target
    ):
        raise Wrong(f"The short link answered {person.status} and led to {target!r}.")
    clicked_at = time.monotonic()
    step("clicked: a person was sent on, a robot got the card")

    def figures() -> Any:
        clicks = api.get(f"shares/{share['id']}/")["clicks"]
        return clicks if clicks["human"] else None

    clicks = until(figures, within=COUNTED_WITHIN, otherwise=f"Nothing was counted within {COUNTED_WITHIN:.0f} s.")
    if (clicks["human"], clicks["robot"], clicks["suspect"]) != (1, 1, 0):
        raise Wrong(f"The owner's figures are {clicks}.")
    step(f"counted: one person, one robot, {time.monotonic() - clicked_at:.1f} s after the click")

    gone = ask(f"{share['link'].rsplit('/', 1)[0]}/nowhere2", headers=BROWSER)
    if gone.status != 404:
        raise Wrong(f"An unknown short link answered {gone.status}.")
    step("an unknown link: a page that says so")


def live(folder: Path, database: str) -> None:
    house = House(folder, database)
    for name, (value, reason) in house.changed.items():
        step(f"  {name}={value or '(empty)'}: {reason}")
    step("  SITE_URL and LINK_URL are http and TRUSTED_PROXIES is 0: no TLS proxy here, so no redirect to https either")
    try:
        for name in REDIS_SERVERS:
            house.start(name)
            house.wait_for(name)
        house.run("pages", ["python", "manage.py", "build_assets"])
        house.run("pages", ["python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"])
        house.run("migrate", house.services["migrate"].command)
        step("the tables: migrated")
        for name in OURS:
            house.start(name)
        for name in OURS:
            house.wait_for(name)
        step(f"{', '.join(OURS)}: healthy by their own checks")
        walk(house)
        for name in (*reversed(OURS), *REDIS_SERVERS):
            house.stop(name)
        if list((folder / "salt").iterdir()):
            raise Wrong("The salt store wrote to its disk.")
        # In the image /data is read-only; what the build put there, and the mails that are files here, may be in it.
        if written := sorted({part.name for part in (folder / "data").iterdir()} - {"static", "built", "mail"}):
            raise Wrong(f"Something wrote to /data, which is read-only in production: {', '.join(written)}.")
        step("stopped: every process ended in order; the salt is nowhere on a disk, and /data is as it was built")
    except (Wrong, OSError):
        step(house.logs())
        raise
    finally:
        house.abandon()


def main() -> None:
    # Asked to stop: leave by the same door as after an error, so that nothing is left running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        with tempfile.TemporaryDirectory(prefix="firsthand-") as folder, scratch_database() as database:
            live(Path(folder), database)
    except (Wrong, KeyError, OSError, subprocess.SubprocessError) as error:
        sys.exit(f"FAILED: {error}")


if __name__ == "__main__":
    main()
