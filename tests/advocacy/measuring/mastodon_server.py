"""A Mastodon server as strangers see it, on loopback: statuses, threads, accounts, and what it refuses.

Fields and refusals as in docs.joinmastodon.org: entities Status, Context and Account, "Record not found" with 404,
"This method requires an authenticated user" with 401, X-RateLimit header fields on every answer.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

HOST = "social.example"


class MastodonServer:
    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.accounts: dict[str, dict[str, Any]] = {}
        self.statuses: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.needs_a_token = False
        self.remaining = 299
        self._answers: list[Response] = []
        server.expect_request(re.compile(r"^/api/v1/.*")).respond_with_handler(self._answer)

    @property
    def address(self) -> str:
        """As in the settings: every server's name leads here."""
        return f"http://{self.server.host}:{self.server.port}"

    def add_account(self, acct: str = "ana", *, name: str = "Ana", followers: int = 321) -> str:
        key = str(len(self.accounts) + 7)
        self.accounts[key] = {
            "id": key,
            "username": acct.split("@", maxsplit=1)[0],
            "acct": acct,
            "display_name": name,
            "locked": False,
            "bot": False,
            "created_at": "2016-03-16T14:34:26.392Z",
            "note": "<p>Trains.</p>",
            "url": f"https://{HOST}/@{acct}",
            "avatar": f"https://files.{HOST}/a.jpg",
            "followers_count": followers,
            "following_count": 459,
            "statuses_count": 61,
            "emojis": [],
            "fields": [],
        }
        return key

    def add_status(self, key: str, account: str, *, to: str | None = None, **values: Any) -> dict[str, Any]:
        status = {
            "id": key,
            "created_at": (datetime(2026, 3, 10, 8, 0, tzinfo=UTC) + timedelta(seconds=len(self.statuses))).isoformat(),
            "in_reply_to_id": to,
            "in_reply_to_account_id": self.statuses[to]["account"]["id"] if to in self.statuses else None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": "public",
            "language": "en",
            "uri": f"https://{HOST}/users/x/statuses/{key}",
            "url": f"https://{HOST}/@x/{key}",
            "replies_count": 0,
            "reblogs_count": 0,
            "favourites_count": 0,
            "content": "<p>Words</p>",
            "reblog": None,
            "account": self.accounts[account],
            "media_attachments": [],
            "mentions": [],
            "tags": [],
            "emojis": [],
            "card": None,
            "poll": None,
            **values,
        }
        self.statuses[key] = status
        if to in self.statuses:
            self.statuses[to]["replies_count"] += 1
        return status

    def remove(self, key: str) -> None:
        status = self.statuses.pop(key)
        if status["in_reply_to_id"] in self.statuses:
            self.statuses[status["in_reply_to_id"]]["replies_count"] -= 1

    def say(self, *answers: Response) -> None:
        """The next answers, whatever is asked."""
        self._answers += answers

    def _answer(self, request: Request) -> Response:
        self.asked.append(request.path)
        assert "Authorization" not in request.headers
        if self._answers:
            return self._answers.pop(0)
        if self.needs_a_token:
            return self._json({"error": "This method requires an authenticated user"}, 401)
        _, _, _, kind, key, *rest = request.path.split("/")
        if kind == "accounts" and key in self.accounts:
            return self._json(self.accounts[key])
        if kind == "statuses" and key in self.statuses:
            return self._json(self._context(key) if rest else self.statuses[key])
        return self._json({"error": "Record not found"}, 404)

    def _context(self, key: str) -> dict[str, Any]:
        below, found = {key}, []
        for status in self.statuses.values():
            if status["in_reply_to_id"] in below:
                below.add(status["id"])
                found.append(status)
        # Strangers get the first sixty.
        return {"ancestors": [], "descendants": found[:60]}

    def _json(self, content: Any, status: int = 200) -> Response:
        limits = {
            "X-RateLimit-Limit": "300",
            "X-RateLimit-Remaining": str(self.remaining),
            # Four minutes and a bit after the answer's own Date, whatever a test's clock says.
            "X-RateLimit-Reset": (datetime.now(UTC) + timedelta(minutes=4, seconds=5)).isoformat(),
        }
        return Response(json.dumps(content), status=status, content_type="application/json", headers=limits)
