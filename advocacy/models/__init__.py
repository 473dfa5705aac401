from advocacy.models.claim import Availability, Claim, Decline, Draft, Reading, SavedSearch, WaitingPlace
from advocacy.models.click import Click, DailyClicks, OwnVisitor, SpoolHost, SpoolPosition, UserAgent
from advocacy.models.conversation import Conversation, ConversationTurn, Feedback
from advocacy.models.share import Link, Recall, Share

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
    "Recall",
    "SavedSearch",
    "Share",
    "SpoolHost",
    "SpoolPosition",
    "UserAgent",
    "WaitingPlace",
]
