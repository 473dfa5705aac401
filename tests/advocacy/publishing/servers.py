"""Networks of our own on loopback, which know the rules of the real ones and can be as rude as a real one."""

import base64
import hashlib
import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import regex
from werkzeug import Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log(self, *args: Any, **kwargs: Any) -> None:
        """Nothing on the terminal."""


class Local:
    """A server in a thread. `rude` says per path how it misbehaves after it did what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.rude: dict[str, Callable[[Request, Response], Response]] = {}
        self._lock = threading.Lock()
        self._server = make_server("127.0.0.1", 0, self._app, threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def pair(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def home(self) -> str:
        return f"http://{self.pair}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def times(self, path: str) -> int:
        return sum(asked == path for _method, asked in self.asked)

    def answer(self, request: Request) -> Response:
        raise NotImplementedError

    @Request.application
    def _app(self, request: Request) -> Response:
        self.asked.append((request.method, request.path))
        with self._lock:
            response = self.answer(request)
        if rude := self.rude.get(request.path):
            return rude(request, response)
        return response


def hang_up(request: Request, response: Response) -> Response:
    """Done, and the line goes dead before the answer."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return response


def broken(request: Request, response: Response) -> Response:
    return Response("<html>Bad Gateway</html>", status=502, content_type="text/html")


def page(request: Request, response: Response) -> Response:
    return Response("<!doctype html><title>Hotel Wi-Fi</title>", content_type="text/html")


def slow(seconds: float) -> Callable[[Request, Response], Response]:
    def later(request: Request, response: Response) -> Response:
        time.sleep(seconds)
        return response

    return later


def leads_to(url: str) -> Callable[[Request, Response], Response]:
    def elsewhere(request: Request, response: Response) -> Response:
        return Response("", status=307, headers={"Location": url})

    return elsewhere


def busy(seconds: int) -> Callable[[Request, Response], Response]:
    def later(request: Request, response: Response) -> Response:
        return Response("{}", status=429, headers={"Retry-After": str(seconds)})

    return later


def said(value: Any, status: int = 200, **headers: str) -> Response:
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(json.dumps(value), status=status, content_type="application/json", headers=names)


def bearer(request: Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


class MastodonServer(Local):
    """Mastodon 4.3, as far as somebody posts there. Source: docs.joinmastodon.org and its controllers."""

    def __init__(self, *, most: int = 500, per_url: int = 23, has_pkce: bool = True) -> None:
        self.most, self.per_url, self.has_pkce = most, per_url, has_pkce
        self.apps: dict[str, dict[str, str]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, str]] = {}
        self.statuses: list[dict[str, Any]] = []
        self.keys: dict[tuple[str, str], dict[str, Any]] = {}
        self.media: list[dict[str, Any]] = []
        self.refuses = ""
        super().__init__()

    def consent(self, address: str, *, says: str = "yes") -> dict[str, str]:
        """What the person's browser does there: see who asks, press, and be sent back with these parameters."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        app = self.apps[asked["client_id"]]
        assert asked["response_type"] == "code"
        assert asked["redirect_uri"] in app["redirect_uris"].split()
        assert set(asked["scope"].split()) <= set(app["scopes"].split())
        if says != "yes":
            return {"error": "access_denied", "state": asked["state"]}
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return {"code": code, "state": asked.get("state", "")}

    def answer(self, request: Request) -> Response:
        name = f"{request.method} {request.path.rstrip('/')}"
        known: dict[str, Callable[[Request], Response]] = {
            "POST /api/v1/apps": self._register,
            "POST /oauth/token": self._token,
            "POST /oauth/revoke": self._revoke,
            "GET /.well-known/oauth-authorization-server": self._metadata,
            "GET /api/v2/instance": self._instance,
            "GET /api/v1/instance": self._old_instance,
            "GET /api/v1/accounts/verify_credentials": self._account,
            "POST /api/v1/statuses": self._post,
            "POST /api/v2/media": self._media,
        }
        if name == "GET /oauth/authorize":
            form = (
                "<!doctype html><html lang=en><title>May it?</title><form method=post><button>Authorize</button></form>"
            )
            return Response(form, content_type="text/html")
        if name == "POST /oauth/authorize":
            back = f"{request.args['redirect_uri']}?{urlencode(self.consent(request.url))}"
            return Response("", status=302, headers={"Location": back})
        return known[name](request) if name in known else said({"error": "Record not found"}, 404)

    def _register(self, request: Request) -> Response:
        told = _values(request)
        if not told.get("client_name") or not told.get("redirect_uris"):
            return said({"error": "Validation failed: Application name can't be blank"}, 422)
        app = {
            "client_id": secrets.token_hex(8),
            "client_secret": secrets.token_hex(16),
            "redirect_uris": told["redirect_uris"],
            "scopes": told.get("scopes", "read"),
        }
        self.apps[app["client_id"]] = app
        return said({**app, "id": "1", "name": told["client_name"], "redirect_uri": app["redirect_uris"]})

    def _token(self, request: Request) -> Response:
        told = _values(request)
        app = self.apps.get(told.get("client_id", ""))
        if not app or app["client_secret"] != told.get("client_secret"):
            return said({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        if told.get("grant_type") == "client_credentials":
            return self._granted(app, told.get("scope", "read"), account="")
        asked = self.codes.pop(told.get("code", ""), None)
        if (
            told.get("grant_type") != "authorization_code"
            or not asked
            or asked["client_id"] != app["client_id"]
            or asked["redirect_uri"] != told.get("redirect_uri")
            or not _fits(asked.get("code_challenge", ""), told.get("code_verifier", ""))
        ):
            return said({"error": "invalid_grant", "error_description": "The grant is invalid"}, 400)
        return self._granted(app, asked["scope"], account="ana")

    def _granted(self, app: dict[str, str], scope: str, *, account: str) -> Response:
        # As the real one, it gives the same token again as long as that is good.
        wanted = {"client_id": app["client_id"], "scope": scope, "account": account}
        token = next((key for key, value in self.tokens.items() if value == wanted), "") or secrets.token_hex(16)
        self.tokens[token] = wanted
        return said({"access_token": token, "token_type": "Bearer", "scope": scope, "created_at": 1_773_000_000})

    def _revoke(self, request: Request) -> Response:
        told = _values(request)
        app = self.apps.get(told.get("client_id", ""))
        if not app or app["client_secret"] != told.get("client_secret"):
            return said({"error": "unauthorized_client"}, 403)
        self.tokens.pop(told.get("token", ""), None)
        return said({})

    def _metadata(self, request: Request) -> Response:
        if not self.has_pkce:
            return said({"error": "Not found"}, 404)
        return said(
            {
                "issuer": f"{self.home}/",
                "authorization_endpoint": f"{self.home}/oauth/authorize",
                "token_endpoint": f"{self.home}/oauth/token",
                "revocation_endpoint": f"{self.home}/oauth/revoke",
                "app_registration_endpoint": f"{self.home}/api/v1/apps",
                "scopes_supported": ["read", "write", "read:accounts", "write:statuses"],
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "client_credentials"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _instance(self, request: Request) -> Response:
        limits = {"max_characters": self.most, "characters_reserved_per_url": self.per_url, "max_media_attachments": 4}
        return said(
            {
                "domain": self.pair,
                "title": "A server",
                "version": "4.3.2",
                "configuration": {"statuses": limits},
                "api_versions": {"mastodon": 2},
            }
        )

    def _old_instance(self, request: Request) -> Response:
        return said({"uri": self.pair, "title": "A server", "version": "4.3.2"})

    def _account(self, request: Request) -> Response:
        token = self.tokens.get(bearer(request))
        if not token or not token["account"]:
            return said({"error": "The access token is invalid"}, 401)
        return said(self._person())

    def _person(self) -> dict[str, Any]:
        return {
            "id": "109",
            "username": "ana",
            "acct": "ana",
            "display_name": "Ana <b>",
            "url": "https://social.example/@ana",
            "created_at": "2026-01-01T00:00:00.000Z",
        }

    def _post(self, request: Request) -> Response:
        token = self.tokens.get(bearer(request))
        if not token or not token["account"]:
            return said({"error": "The access token is invalid"}, 401)
        if not {"write", "write:statuses"} & set(token["scope"].split()):
            return said({"error": "This action is outside the authorized scopes"}, 403)
        key = request.headers.get("Idempotency-Key", "")
        if key and (bearer(request), key) in self.keys:
            return said(self.keys[bearer(request), key])
        told = _values(request)
        text = told.get("status", "")
        if self.refuses or not text:
            return said({"error": self.refuses or "Validation failed: Text can't be blank"}, 422)
        number = str(112_345_678_901_234_000 + len(self.statuses))
        status = {
            "id": number,
            "created_at": "2026-03-10T09:00:00.000Z",
            "uri": f"https://social.example/users/ana/statuses/{number}",
            "url": f"https://social.example/@ana/{number}",
            "content": f"<p>{text}</p>",
            "text": text,
            "language": told.get("language"),
            "visibility": "public",
            "account": self._person(),
            "media_attachments": [each for each in self.media if each["id"] in told.get("media_ids[]", "")],
        }
        self.statuses.append(status)
        if key:
            self.keys[bearer(request), key] = status
        return said(status)

    def _media(self, request: Request) -> Response:
        if bearer(request) not in self.tokens:
            return said({"error": "The access token is invalid"}, 401)
        file = request.files["file"]
        made = {"id": str(len(self.media) + 1), "type": "image", "url": f"{self.home}/m.png", "size": len(file.read())}
        self.media.append(made | {"description": request.form.get("description")})
        return said(self.media[-1])


def _values(request: Request) -> dict[str, str]:
    if request.is_json:
        found = request.get_json()
        return {name: value for name, value in found.items() if isinstance(value, str)}
    return {name: " ".join(request.form.getlist(name)) for name in request.form}


def _fits(challenge: str, verifier: str) -> bool:
    """RFC 7636: whoever left with a challenge has to bring what it was made of."""
    if not challenge:
        return not verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge


ANA = "did:plc:" + "ana" * 8


class BlueskyServer(Local):
    """A Bluesky server with its directory: handles, identities, sessions and one repository.

    Source: the lexicons, and what the reference server answers: a key that is taken is an error, sessions rotate.
    """

    def __init__(self) -> None:
        self.handle, self.password = "ana.example", "abcd-efgh-ijkl-mnop"
        self.number, self.also_known_as = ANA, ["at://ana.example"]
        self.access: set[str] = set()
        self.refreshing: set[str] = set()
        self.records: dict[str, dict[str, Any]] = {}
        self.blobs: dict[str, bytes] = {}
        self.refuses = ""
        self.pds = ""
        super().__init__()

    def method(self, name: str) -> str:
        return f"/xrpc/{name}"

    def expire(self) -> None:
        """The short token runs out, as it does after two hours."""
        self.access.clear()

    def answer(self, request: Request) -> Response:
        known: dict[str, Callable[[Request], Response]] = {
            "GET /xrpc/com.atproto.identity.resolveHandle": self._resolve,
            f"GET /{self.number}": self._document,
            "POST /xrpc/com.atproto.server.createSession": self._sign_in,
            "POST /xrpc/com.atproto.server.refreshSession": self._refresh,
            "POST /xrpc/com.atproto.server.deleteSession": self._sign_out,
            "POST /xrpc/com.atproto.repo.uploadBlob": self._upload,
            "POST /xrpc/com.atproto.repo.createRecord": self._create,
            "GET /xrpc/com.atproto.repo.getRecord": self._read,
        }
        name = f"{request.method} {request.path}"
        return known[name](request) if name in known else said({"error": "MethodNotImplemented"}, 501)

    def _resolve(self, request: Request) -> Response:
        if request.args.get("handle") != self.handle:
            return said({"error": "InvalidRequest", "message": "Unable to resolve handle"}, 400)
        return said({"did": self.number})

    def _document(self, request: Request) -> Response:
        service = {
            "id": "#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": self.pds or self.home,
        }
        return said({"id": self.number, "alsoKnownAs": self.also_known_as, "service": [service]})

    def _sign_in(self, request: Request) -> Response:
        told = request.get_json()
        if told["identifier"] not in {self.handle, self.number} or told["password"] != self.password:
            return said({"error": "AuthenticationRequired", "message": "Invalid identifier or password"}, 401)
        return said(self._session() | {"email": "ana@private.example", "active": True})

    def _session(self) -> dict[str, Any]:
        access, refresh = secrets.token_hex(16), secrets.token_hex(16)
        self.access.add(access)
        self.refreshing.add(refresh)
        return {"accessJwt": access, "refreshJwt": refresh, "handle": self.handle, "did": self.number}

    def _refresh(self, request: Request) -> Response:
        token = bearer(request)
        if token not in self.refreshing:
            return said({"error": "ExpiredToken", "message": "Token has been revoked"}, 400)
        self.refreshing.discard(token)
        return said(self._session())

    def _sign_out(self, request: Request) -> Response:
        self.refreshing.discard(bearer(request))
        return said({})

    def _upload(self, request: Request) -> Response:
        if bearer(request) not in self.access:
            return said({"error": "ExpiredToken", "message": "Token has expired"}, 400)
        body = request.get_data()
        number = "bafkrei" + hashlib.sha256(body).hexdigest()
        self.blobs[number] = body
        return said({"blob": self._blob(number, request.mimetype)})

    def _blob(self, number: str, kind: str) -> dict[str, Any]:
        return {"$type": "blob", "ref": {"$link": number}, "mimeType": kind, "size": len(self.blobs[number])}

    def _create(self, request: Request) -> Response:
        if bearer(request) not in self.access:
            return said({"error": "ExpiredToken", "message": "Token has expired"}, 400)
        told = request.get_json()
        record, key = told["record"], told["rkey"]
        if self.refuses:
            return said({"error": "InvalidRecord", "message": self.refuses}, 400)
        if problem := _lacks(record, key):
            return said({"error": "InvalidRequest", "message": problem}, 400)
        if told["repo"] != self.number:
            return said({"error": "AuthMissing"}, 401)
        if key in self.records:
            return said({"error": "InternalServerError", "message": "There is already a value at key"}, 500)
        self.records[key] = record
        return said({"uri": self._uri(key), "cid": "bafyrei" + "a" * 52})

    def _read(self, request: Request) -> Response:
        key = request.args.get("rkey", "")
        if request.args.get("repo") != self.number or key not in self.records:
            return said({"error": "RecordNotFound", "message": f"Could not locate record: {key}"}, 400)
        return said({"uri": self._uri(key), "cid": "bafyrei" + "a" * 52, "value": self.records[key]})

    def _uri(self, key: str) -> str:
        return f"at://{self.number}/app.bsky.feed.post/{key}"


def _lacks(record: dict[str, Any], key: str) -> str:
    """What the lexicon of app.bsky.feed.post asks for."""
    if record.get("$type") != "app.bsky.feed.post" or not isinstance(record.get("text"), str):
        return "Record must be a post"
    if not re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", key):
        return "Invalid record key: not a TID"
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", record.get("createdAt", "")):
        return "Record/createdAt must be an valid atproto datetime"
    if len(regex.findall(r"\X", record["text"])) > 300:
        return "Record/text must not be longer than 300 graphemes"
    size = len(record["text"].encode())
    for facet in record.get("facets", []):
        if not 0 <= facet["index"]["byteStart"] < facet["index"]["byteEnd"] <= size:
            return "Record/facets must lie in the text"
    external = record["embed"]["external"]
    if not all(isinstance(external.get(name), str) for name in ("uri", "title", "description")):
        return "Record/embed/external must have the property uri"
    return ""


class LinkedInServer(Local):
    """LinkedIn's sign-in and posts, as far as a person's own posts go. It does not know a post again."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.posts: list[dict[str, Any]] = []
        self.versions: list[str] = []
        self.refuses = ""
        super().__init__()

    def consent(self, address: str) -> dict[str, str]:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["client_id"]) == ("code", "us")
        assert asked["scope"] == "openid profile w_member_social"
        code = secrets.token_hex(8)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, request: Request) -> Response:
        known: dict[str, Callable[[Request], Response]] = {
            "POST /oauth/v2/accessToken": self._token,
            "POST /oauth/v2/revoke": self._revoke,
            "GET /v2/userinfo": self._account,
            "POST /rest/posts": self._post,
        }
        name = f"{request.method} {request.path}"
        return known[name](request) if name in known else said({"message": "Resource not found"}, 404)

    def _token(self, request: Request) -> Response:
        told = request.form
        asked = self.codes.pop(told.get("code", ""), None)
        if told.get("client_secret") != "s3cret" or not asked or asked["redirect_uri"] != told.get("redirect_uri"):
            return said({"error": "invalid_request", "error_description": "Unable to retrieve access token"}, 400)
        token = secrets.token_hex(16)
        self.tokens.add(token)
        return said({"access_token": token, "expires_in": 5_184_000, "scope": "openid,profile,w_member_social"})

    def _revoke(self, request: Request) -> Response:
        self.tokens.discard(request.form.get("token", ""))
        return said({})

    def _account(self, request: Request) -> Response:
        if bearer(request) not in self.tokens:
            return said({"code": "REVOKED_ACCESS_TOKEN", "message": "Revoked"}, 401)
        return said({"sub": "782bbtaQ", "name": "Ana Müller", "locale": {"country": "DE", "language": "de"}})

    def _post(self, request: Request) -> Response:
        if bearer(request) not in self.tokens:
            return said({"code": "REVOKED_ACCESS_TOKEN", "message": "Revoked"}, 401)
        self.versions.append(request.headers.get("LinkedIn-Version", ""))
        if request.headers.get("X-Restli-Protocol-Version") != "2.0.0" or not self.versions[-1]:
            return said({"message": "A version must be present"}, 400)
        if self.refuses:
            return said({"message": self.refuses, "status": 422}, 422)
        post = request.get_json()
        if post["author"] != "urn:li:person:782bbtaQ":
            return said({"message": "Not enough permissions", "status": 403}, 403)
        self.posts.append(post | {"shown": little(post["commentary"])})
        return Response("", status=201, headers={"x-restli-id": f"urn:li:share:{7_000_000_000 + len(self.posts)}"})


def little(commentary: str) -> str:
    """What LinkedIn shows of a commentary: elements as their text; the first unescaped sign cuts it off."""
    commentary = re.sub(r"\{hashtag\|\\#\|((?:\\.|[^}\\])*)\}", lambda tag: "\\#" + tag[1], commentary)
    shown = re.match(r"(?:\\.|[^\\|{}@\[\]()<>#*_~])*", commentary, re.DOTALL)
    assert shown
    return re.sub(r"\\(.)", r"\1", shown[0], flags=re.DOTALL)
