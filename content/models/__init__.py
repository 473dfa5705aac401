from content.models.approval import Approval
from content.models.campaign import Campaign, Measurement, Milestone, Objective
from content.models.feed import Feed, FeedEntry
from content.models.guidance import BlockedTerm, Disclosure
from content.models.picture import Picture
from content.models.preview import Preview
from content.models.story import AudienceRule, Caption, Story, StoryVersion, Topic

__all__ = [
    "Approval",
    "AudienceRule",
    "BlockedTerm",
    "Campaign",
    "Caption",
    "Disclosure",
    "Feed",
    "FeedEntry",
    "Measurement",
    "Milestone",
    "Objective",
    "Picture",
    "Preview",
    "Story",
    "StoryVersion",
    "Topic",
]
