import pytest

from advocacy.clicks import robots
from tests.advocacy.clicks.conftest import CHROME, FIREFOX

LINKEDIN_APP = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 [LinkedInApp]/9.30"
)
CUBOT = "Mozilla/5.0 (Linux; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (Macintosh; Mac OS X 15) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15"


@pytest.mark.parametrize("name", [FIREFOX, CHROME, LINKEDIN_APP, CUBOT, SAFARI])
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
    ],
)
def test_rule_of_names_a_rule_for_robots(name: str) -> None:
    assert robots.rule_of(name) != ""


@pytest.mark.parametrize("name", ["LinkedInBot/1.0", "Twitterbot/1.0", "TelegramBot (like TwitterBot)", "Mastodon/4.5"])
def test_wants_preview_knows_who_draws_cards(name: str) -> None:
    assert robots.wants_preview(name)
