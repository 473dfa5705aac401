"""What each network's own robot is shown when a personal link stands in a post, and what people get there."""

import re

import pytest

from advocacy.clicks import robots
from content.models import Story
from tests.advocacy.clicks.conftest import CHROME, FIREFOX, Visit
from tests.content.factories import PictureFactory

pytestmark = pytest.mark.django_db

PREVIEWS = {
    "linkedin": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "x": "Twitterbot/1.0",
    "bluesky": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "mastodon": "Mastodon/4.5.1 (http.rb/5.3.1; +https://mastodon.social/)",
    # Facebook and Threads share one, and so do messages on Apple's telephones, which name three.
    "facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "threads": "facebookexternalhit/1.1",
    "messages": (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 "
        "Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"
    ),
    "meta": "meta-externalfetcher/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "whatsapp": "WhatsApp/2.24.20.89 A",
    "whatsapp on an iPhone": "WhatsApp/2.25.10.73 i",
    "whatsapp in a browser": "WhatsApp/2.2587.9 W",
    "telegram": "TelegramBot (like TwitterBot)",
    "reddit": "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)",
    "xing": "XING-contenttabreceiver/2.0",
    "slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "teams": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
}
# Their own browsers carry the same names: who reads in them is a person.
APPS = {
    "threads": (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
        "Barcelona 390.0.0.28.97 (iPhone15,2; iOS 18_5; en_US; en; scale=3.00; 1179x2556; 760000000)"
    ),
    "facebook": (
        "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/BP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
        "Chrome/140.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/520.0.0.41.98;]"
    ),
    "reddit": (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
        "Reddit/Version 2025.20.0/Build 624000/iOS Version 18.5"
    ),
    "telegram": (
        "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile "
        "Safari/537.36 Telegram-Android/11.9.0 (Samsung SM-S911B; Android 14; SDK 34; HIGH)"
    ),
    "x": (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 "
        "Twitter for iPhone/11.5"
    ),
    "firefox": FIREFOX,
    "chrome": CHROME,
}


@pytest.fixture(autouse=True)
def pictured(link: object) -> None:
    Story.objects.update(title="Night trains", summary="Beds that move.", picture=PictureFactory(), picture_alt="A bed")


@pytest.mark.parametrize("agent", PREVIEWS.values(), ids=PREVIEWS)
def test_robot_gets_a_card_with_title_words_and_picture(visit: Visit, agent: str) -> None:
    answer = visit(agent=agent)
    assert answer is not None
    assert answer[0] == "200 OK"
    page = answer[2].decode()
    said = dict(re.findall(r'<meta property="(og:[a-z:]+)" content="([^"]*)">', page))
    assert said["og:title"] == "Night trains"
    assert said["og:description"] == "Beds that move."
    assert re.fullmatch(r"https?://[^/]+/media/pictures/.+", said["og:image"])
    assert said["og:image:alt"] == "A bed"
    assert said["og:url"].endswith("/l/abcd2345")
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert "refresh" not in page
    assert robots.rule_of(agent) == "preview"


@pytest.mark.parametrize("agent", APPS.values(), ids=APPS)
def test_reader_in_an_app_goes_on_to_the_story(visit: Visit, agent: str) -> None:
    answer = visit(agent=agent)
    assert answer is not None
    assert answer[0] == "302 Found"
    assert dict(answer[1])["Location"].startswith("https://northwind.example/spring?utm_source=linkedin&adv_cid=")
