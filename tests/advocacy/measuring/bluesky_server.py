"""Bluesky's AppView as strangers see it, on loopback: posts, threads and profiles.

Shapes as in the lexicons app.bsky.feed.defs (#postView, #threadViewPost, #notFoundPost), app.bsky.feed.getPosts,
getPostThread and app.bsky.actor.getProfile; a missing post is left out of getPosts, a suspended one breaks all of it.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

ANA = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
BEA = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"


class BlueskyServer:
    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.profiles: dict[str, dict[str, Any]] = {}
        self.posts: dict[str, dict[str, Any]] = {}
        self.above: dict[str, str] = {}
        self.suspended: set[str] = set()
        self.asked: list[tuple[str, list[str]]] = []
        self._answers: list[Response] = []
        server.expect_request(re.compile(r"^/xrpc/.*")).respond_with_handler(self._answer)

    @property
    def address(self) -> str:
        return f"http://{self.server.host}:{self.server.port}"

    def add_profile(
        self, did: str = ANA, handle: str = "ana.bsky.social", *, name: str = "Ana", followers: int = 321
    ) -> str:
        self.profiles[did] = {
            "did": did,
            "handle": handle,
            "displayName": name,
            "avatar": "https://cdn.example/a.jpg",
            "labels": [],
            "createdAt": "2023-04-12T04:53:57.057Z",
            "followersCount": followers,
            "followsCount": 12,
            "postsCount": 34,
        }
        return did

    def add_post(self, key: str, did: str = ANA, *, to: str | None = None, text: str = "Words", **counts: int) -> str:
        uri = f"at://{did}/app.bsky.feed.post/{key}"
        at = (datetime(2026, 3, 10, 8, 0, tzinfo=UTC) + timedelta(seconds=len(self.posts))).isoformat()
        basic = ("did", "handle", "displayName", "avatar", "labels", "createdAt")
        self.posts[uri] = {
            "uri": uri,
            "cid": "bafyreibytest",
            "author": {name: self.profiles[did][name] for name in basic},
            "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": at, "langs": ["en"]},
            "bookmarkCount": 0,
            "replyCount": 0,
            "repostCount": 0,
            "likeCount": 0,
            "quoteCount": 0,
            "indexedAt": at,
            "labels": [],
            **counts,
        }
        if to:
            self.above[uri] = to
            self.posts[to]["replyCount"] += 1
        return uri

    def remove(self, uri: str) -> None:
        del self.posts[uri]
        if above := self.above.pop(uri, ""):
            self.posts[above]["replyCount"] -= 1

    def say(self, *answers: Response) -> None:
        self._answers += answers

    def _answer(self, request: Request) -> Response:
        method = request.path.rpartition("/")[2]
        args = request.args
        self.asked.append((method, args.getlist("uris") or [*args.values()]))
        assert "Authorization" not in request.headers
        if self._answers:
            return self._answers.pop(0)
        if method == "app.bsky.actor.getProfile":
            return self._profile(args["actor"])
        if method == "app.bsky.feed.getPosts":
            return self._posts(args.getlist("uris"))
        return self._thread(args["uri"], int(args.get("depth", "6")))

    def _profile(self, actor: str) -> Response:
        for profile in self.profiles.values():
            if actor in (profile["did"], profile["handle"]):
                return _json(profile)
        return _json({"error": "InvalidRequest", "message": "Profile not found"}, 400)

    def _posts(self, uris: list[str]) -> Response:
        if len(uris) > 25:
            return _json({"error": "InvalidRequest", "message": "Error: uris must not have more than 25 elements"}, 400)
        if self.suspended & set(uris):
            return _json({"error": "InternalServerError", "message": "Internal Server Error"}, 500)
        return _json({"posts": [self.posts[uri] for uri in uris if uri in self.posts]})

    def _thread(self, uri: str, depth: int) -> Response:
        if uri not in self.posts:
            return _json({"error": "NotFound", "message": f"Post not found: {uri}"}, 400)
        return _json({"thread": self._node(uri, depth)})

    def _node(self, uri: str, depth: int) -> dict[str, Any]:
        node: dict[str, Any] = {"$type": "app.bsky.feed.defs#threadViewPost", "post": self.posts[uri]}
        if depth:
            below = [each for each, above in self.above.items() if above == uri]
            node["replies"] = [self._node(each, depth - 1) for each in below]
        return node


def _json(content: Any, status: int = 200) -> Response:
    limits = {"RateLimit-Limit": "3000", "RateLimit-Remaining": "2990", "RateLimit-Reset": "1773133500"}
    return Response(json.dumps(content), status=status, content_type="application/json", headers=limits)
