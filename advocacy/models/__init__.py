from advocacy.models.claim import Availability, Claim, Decline, Draft, Reading, SavedSearch, WaitingPlace
from advocacy.models.click import (
    Click,
    CompanyClicks,
    DailyClicks,
    HourlyClicks,
    OwnVisitor,
    SpoolHost,
    SpoolPosition,
    StoryClicks,
    TeamClicks,
    UserAgent,
)
from advocacy.models.conversation import Conversation, ConversationTurn, Feedback
from advocacy.models.engagement import DailyEngagement, Engagement, Measuring, NetworkAccount, NetworkServer, Reply
from advocacy.models.publishing import InstanceApp, Publication, SocialConnection
from advocacy.models.share import Link, Recall, Share

__all__ = [
    "Availability",
    "Claim",
    "Click",
    "CompanyClicks",
    "Conversation",
    "ConversationTurn",
    "DailyClicks",
    "DailyEngagement",
    "Decline",
    "Draft",
    "Engagement",
    "Feedback",
    "HourlyClicks",
    "InstanceApp",
    "Link",
    "Measuring",
    "NetworkAccount",
    "NetworkServer",
    "OwnVisitor",
    "Publication",
    "Reading",
    "Recall",
    "Reply",
    "SavedSearch",
    "Share",
    "SocialConnection",
    "SpoolHost",
    "SpoolPosition",
    "StoryClicks",
    "TeamClicks",
    "UserAgent",
    "WaitingPlace",
]
