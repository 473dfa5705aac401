from advocacy.models.claim import Availability, Claim, Decline, Draft, Reading
from advocacy.models.click import Click, DailyClicks, OwnVisitor, SpoolHost, SpoolPosition, UserAgent
from advocacy.models.conversation import Conversation, ConversationTurn, Feedback
from advocacy.models.share import Link, Share

__all__ = [
    "Availability",
    "Claim",
    "Click",
    "Conversation",
    "ConversationTurn",
    "DailyClicks",
    "Decline",
    "Draft",
    "Feedback",
    "Link",
    "OwnVisitor",
    "Reading",
    "Share",
    "SpoolHost",
    "SpoolPosition",
    "UserAgent",
]
