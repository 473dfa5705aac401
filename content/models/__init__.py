from content.models.approval import Approval, ApprovalStep, Remark
from content.models.attachment import Attachment
from content.models.campaign import Campaign, Measurement, Milestone, Objective
from content.models.feed import Feed, FeedEntry
from content.models.guidance import BlockedTerm, Disclosure
from content.models.idea import Idea
from content.models.picture import Picture
from content.models.preview import Preview
from content.models.story import AudienceRule, Caption, Evidence, Story, StoryVersion, WorkingCopy
from content.models.studio import BulkAction, QuietDay, StoryTemplate
from content.models.topic import Interest, Topic

__all__ = [
    "Approval",
    "ApprovalStep",
    "Attachment",
    "AudienceRule",
    "BlockedTerm",
    "BulkAction",
    "Campaign",
    "Caption",
    "Disclosure",
    "Evidence",
    "Feed",
    "FeedEntry",
    "Idea",
    "Interest",
    "Measurement",
    "Milestone",
    "Objective",
    "Picture",
    "Preview",
    "QuietDay",
    "Remark",
    "Story",
    "StoryTemplate",
    "StoryVersion",
    "Topic",
    "WorkingCopy",
]
