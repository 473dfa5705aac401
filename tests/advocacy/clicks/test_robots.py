import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.clicks import robots
from tests.advocacy.clicks.conftest import CHROME, FIREFOX

LINKEDIN_APP = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 [LinkedInApp]/9.30"
)
CUBOT = "Mozilla/5.0 (Linux; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (Macintosh; Mac OS X 15) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15"


ECOSIA = f"{CUBOT} (Ecosia android@111.0.5563.116)"
INTERNET_EXPLORER = "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; Trident/6.0)"
OPERA_MINI = "Opera/9.80 (Android; Opera Mini/80.0/191.337; U; en) Presto/2.12.423 Version/12.16"
FACEBOOK_APP = f"{CUBOT} [FB_IAB/FB4A;FBAV/440.0.0.33.116;]"
CHROME_ON_ANDROID = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36"
# What the public list takes for a robot, for what the maker of the telephone or the app calls it.
BUILD_OF_MANY = f"Mozilla/5.0 (Linux; Android 15; RMX3944 Build/AP3A.240617.008) {CHROME_ON_ANDROID}"
BOT_IN_ITS_MODEL = f"Mozilla/5.0 (Linux; Android 7.0; M bot 51) {CHROME_ON_ANDROID}"
SOGOU_APP = f"Mozilla/5.0 (Linux; Android 10; A2020; wv) {CHROME_ON_ANDROID} SogouMSE,SogouMobileBrowser/6.1"
VIBER_APP = f"Mozilla/5.0 (Linux; Android 7.1; G011A; wv) {CHROME_ON_ANDROID} Viber/11.9.5.8"
OPEN_HARMONY = "Mozilla/5.0 (PC; OpenHarmony 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36"
OLD_MAKER = "MQQBrowser/3.4/Mozilla/5.0 (Linux; U; Android 4.1) AppleWebKit/534.30 Mobile Safari/534.30"


@pytest.mark.parametrize(
    "name",
    [
        FIREFOX,
        CHROME,
        LINKEDIN_APP,
        CUBOT,
        SAFARI,
        ECOSIA,
        INTERNET_EXPLORER,
        OPERA_MINI,
        FACEBOOK_APP,
        BUILD_OF_MANY,
        BOT_IN_ITS_MODEL,
        SOGOU_APP,
        VIBER_APP,
        OPEN_HARMONY,
        OLD_MAKER,
    ],
)
def test_rule_of_takes_peoples_browsers_for_people(name: str) -> None:
    assert robots.rule_of(name) == ""
    assert not robots.wants_preview(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "Bluesky Cardyb/1.1; +mailto:support@bsky.app",
        "XING-contenttabreceiver/2.0",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "WhatsApp/2.23.20.0",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0 Safari/537.36",
        "python-httpx/0.28.1",
        "Go-http-client/2.0",
        "SomeNewCrawler/1.0",
        "Mozilla/5.0 (compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
        "ApacheBench/2.3",
        "Browsershots",
        "Mozilla/5.0 (compatible; Something/1.0)",
        "Mozilla/5.0 (compatible; Daum 4.1)",
        f"{CHROME} StatusCake",
        f"{CHROME} https://northwind.example/about-us",
        f"{CHROME} somebody@northwind.example",
        f"{CHROME} QuiteRSS/0.18",
        "EMail Exractor",
        "Sogou web spider/4.0",
        "Mozilla/5.0 (Looks at pages/1.0)",
        "Mozilla/5.0 (Linux; Android 8.0; Pixel 2; DuplexWeb-Google/1.0) AppleWebKit/537.36 (KHTML, like Gecko)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko; Google-Ads) Chrome/143.0 Safari/537.36",
        f"{CHROME} (compatible; Google-AMPHTML)",
        f"{CHROME} NorthwindAgent",
        f"{CHROME} ProxyChecker/2.0",
    ],
)
def test_rule_of_names_a_rule_for_robots(name: str) -> None:
    assert robots.rule_of(name) != ""


@pytest.mark.parametrize("name", ["LinkedInBot/1.0", "Twitterbot/1.0", "TelegramBot (like TwitterBot)", "Mastodon/4.5"])
def test_wants_preview_knows_who_draws_cards(name: str) -> None:
    assert robots.wants_preview(name)


@given(name=st.text())
def test_rule_of_always_answers(name: str) -> None:
    rule = robots.rule_of(name)
    assert len(rule) <= 60
    assert rule or name.strip()


@given(version=st.integers(60, 400), system=st.sampled_from(["Windows NT 10.0; Win64; x64", "X11; Linux x86_64"]))
def test_rule_of_does_not_depend_on_a_browsers_version(version: int, system: str) -> None:
    engine = "AppleWebKit/537.36 (KHTML, like Gecko)"
    assert robots.rule_of(f"Mozilla/5.0 ({system}) {engine} Chrome/{version}.0.0.0 Safari/537.36") == ""
    assert robots.rule_of(f"Mozilla/5.0 ({system}; rv:{version}.0) Gecko/20100101 Firefox/{version}.0") == ""
