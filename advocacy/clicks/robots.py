"""Which browsers are no people: the public list of crawlers, and what it misses."""

import re
from functools import lru_cache

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

# What fetches a page to draw a card of it, by the word in its name. The redirect looks for these alone, as the answer
# differs: they get the card. Everything else that is a robot is found out in the worker. An app's own browser may carry
# the app's name further on; only the robot begins with it.
_PREVIEWS = (
    "applebot",
    "bingpreview",
    "cardyb",
    "discordbot",
    "embedly",
    "facebookexternalhit",
    "facebookcatalog",
    "facebot",
    "flipboardproxy",
    "friendica",
    "google-inspectiontool",
    "googlebot",
    "iframely",
    "linkedinbot",
    "lemmy",
    "mastodon",
    "meta-externalfetcher",
    "misskey",
    "pinterestbot",
    "pleroma",
    "redditbot",
    "signal-desktop",
    "skypeuripreview",
    "slack-imgproxy",
    "slackbot",
    "synapse",
    "telegrambot",
    "^tumblr/",
    "twitterbot",
    "^viber/",
    "vkshare",
    "^whatsapp/",
    "xing-contenttabreceiver",
    "zoombot",
)
_PREVIEW = re.compile("|".join(_PREVIEWS))

_OLD_TELEPHONES = (
    "Opera/|UCWEB|BlackBerry|Nokia|SAMSUNG-|SonyEricsson|LG-|MOT-|DoCoMo/|KDDI-|"
    r"iPhone\w*$|.*(?:AppleWebKit[/\d]|Mobile Safari/|Gecko/|MSIE \d|UCBrowser|MQQBrowser|UP\.Browser|Obigo|NetFront|"
    "MIDP-|Mosaic)"
)
# Where a telephone says what it is: makers call theirs "M bot 51", "ViewSonic", "Butterfly".
_TELEPHONE = re.compile(r"\((?:Linux; )?(?:U; )?Android (?![^()]*-Google/)[^()]*\)", re.IGNORECASE)
_PLATFORMS = (
    "Windows|Macintosh|X11|Wayland|Linux|Fedora|Android|iPhone|iPad|iPod|iOS|PPC|PC;|compatible|Mobile|Tablet|"
    "TV|SMART|Web0S|webOS|CrKey|hp-tablet|PlayStation|Nintendo|BB10|PlayBook|BlackBerry|MeeGo|OS/2|Symbian|Series|"
    "SAMSUNG|Cloud Phone|Darwin|Unknown"
)
# Not in the public list, or there with other letters.
_SUPPLEMENT = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("cardyb", r"\bcardyb\b"),
        ("xing", r"XING-contenttabreceiver"),
        ("sogou", r"sogou[^/]*spider"),
        ("script", r"^(?:python|go-http-client|okhttp|java|axios|node|undici|libwww|wget|curl|php|perl)\b"),
        # Every browser calls itself Mozilla, a few on old telephones and in one app excepted.
        ("no browser", rf"^(?!Mozilla ?/? ?\d+\.\d+ (?:[([]|Linux; )|{_OLD_TELEPHONES}|AppleWebKit/|Android )"),
        ("no platform", rf"^Mozilla/[4-6]\.\d \((?!{_PLATFORMS})"),
        ("compatible", r"^Mozilla/[2-5]\.0 \(compatible; *+(?!MSIE [\d.]+;|Konqueror/|IBrowse|Android|Linux|U;)"),
        (
            "says more than a browser",
            r"\(KHTML, like Gecko; |Safari/[\d.]+ \(compatible; |Chrome/[\d.]+ Safari/[\d.]+ [A-Za-z]+$|-SNAPSHOT\b",
        ),
        ("headless", r"headless|phantomjs|puppeteer|playwright|selenium"),
        ("watches sites", r"monitor(?:ing|is)?\b|catchpoint|dejaclick|dareboost|gtmetrix|pingdom|statuscake|synthetic"),
        ("measures sites", r"lighthouse|page ?speed|\bPTST/|; Rigor\)|taginspector|validator|link ?check|datanyze"),
        ("looks at sites", r"checker\b|diagnostics\b|observatory|\bip-?label\b|whatcms"),
        ("google", r"google[ _-](?:favicon|partner|site|cloud|structured|search console|web preview)|duplexweb"),
        ("fetches for others", r"imageproxy|emailproxy|\bproxy\)|transcoder|link ?preview|archivebox|thumbnail"),
        ("reads feeds", r"\brss\b|[a-z]rss/|feed-id=|feeder\.co|\d subscribers"),
        ("attacks", r"burpcollaborator"),
        ("names itself", r"(?:(?<!cu)bot|crawler|spider|scanner|fetcher)\b"),  # a CUBOT is a telephone
        ("says where to complain", r"https?://|\bwww\.|[\w.-]+@[\w-]+\.[a-z]{2,}"),
    )
)
# Of the public list: what is also a part of browsers' names.
_TOO_WIDE = frozenset({"Sogou", "Viber", r"008\/", "Fluid"})
_CHUNK = 25


def wants_preview(user_agent: str) -> bool:
    """Does it fetch the page to draw a card of it? Fast, for the redirect."""
    return _PREVIEW.search(user_agent.lower()) is not None


def rule_of(user_agent: str) -> str:
    """Name the rule that takes it for a robot; "" for a person's browser. Slow: for the worker, once a name."""
    if not user_agent.strip():
        return "no name"
    if wants_preview(user_agent):
        return "preview"
    user_agent = _TELEPHONE.sub("(Android)", user_agent)
    for name, pattern in _SUPPLEMENT:
        if pattern.search(user_agent):
            return name
    for chunk, patterns in _public_list():
        if chunk.search(user_agent):
            return next(text for text, pattern in patterns if pattern.search(user_agent))[:60]
    return ""


@lru_cache(maxsize=1)
def _public_list() -> list[tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]]:
    texts = [str(entry["pattern"]) for entry in CRAWLER_USER_AGENTS_DATA if entry["pattern"] not in _TOO_WIDE]
    parts = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
    return [(re.compile("|".join(part)), [(text, re.compile(text)) for text in part]) for part in parts]
