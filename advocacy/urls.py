"""The addresses of the advocacy room: pages and API."""

from django.urls import URLPattern, URLResolver, path, re_path

from advocacy.api import claiming as claiming_api
from advocacy.api import conversations as conversations_api
from advocacy.api import stories as stories_api
from advocacy.api import waiting as waiting_api
from advocacy.views import (
    claiming,
    composing,
    conversations,
    feedback,
    library,
    links,
    privacy,
    reading,
    sharing,
    today,
    waiting,
)

pages: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("library/", library.library, name="library"),
    path("stories/<uuid:story_id>/", reading.story, name="story"),
    path("stories/<uuid:story_id>/dwell/", reading.record_dwell, name="record_dwell"),
    path("stories/<uuid:story_id>/read-at-source/", reading.read_at_source, name="read_at_source"),
    path("stories/<uuid:story_id>/decline/", reading.decline_story, name="decline_story"),
    path("stories/<uuid:story_id>/decline/undo/", reading.undo_decline, name="undo_decline"),
    path("stories/<uuid:story_id>/claim/", claiming.take_claim, name="take_claim"),
    path("stories/<uuid:story_id>/line/join/", waiting.join_line, name="join_line"),
    path("stories/<uuid:story_id>/line/leave/", waiting.leave_line, name="leave_line"),
    path("claims/<uuid:claim_id>/", composing.compose, name="compose"),
    path("claims/<uuid:claim_id>/release/", claiming.release_claim, name="release_claim"),
    path("claims/<uuid:claim_id>/extend/", claiming.extend_claim, name="extend_claim"),
    path("claims/<uuid:claim_id>/draft/", composing.save_draft, name="save_draft"),
    path("claims/<uuid:claim_id>/share/", composing.record_share, name="record_share"),
    path("shares/<uuid:share_id>/", sharing.share, name="share"),
    path("shares/<uuid:share_id>/posted/", sharing.confirm_share, name="confirm_share"),
    path("shares/<uuid:share_id>/permalink/", sharing.save_permalink, name="save_permalink"),
    path("privacy/", privacy.privacy, name="privacy"),
    re_path(r"^l/(?P<code>[\s\S]*)$", links.link_gone, name="link_gone"),
    path("conversations/", conversations.conversations, name="conversations"),
    path("conversations/tell/", conversations.tell_conversation, name="tell_conversation"),
    path("conversations/<uuid:conversation_id>/", conversations.conversation, name="conversation"),
    path("conversations/<uuid:conversation_id>/answer/", conversations.answer_conversation, name="answer_conversation"),
    path("conversations/<uuid:conversation_id>/hear/", conversations.hear_conversation, name="hear_conversation"),
    path("conversations/<uuid:conversation_id>/thread/", conversations.link_thread, name="link_thread"),
    path(
        "conversations/<uuid:conversation_id>/later/",
        conversations.postpone_conversation,
        name="postpone_conversation",
    ),
    path("conversations/<uuid:conversation_id>/close/", conversations.close_conversation, name="close_conversation"),
    path("conversations/<uuid:conversation_id>/reopen/", conversations.reopen_conversation, name="reopen_conversation"),
    path("conversations/<uuid:conversation_id>/feedback/", conversations.bring_feedback, name="bring_feedback"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/<uuid:feedback_id>/take/", feedback.take_feedback, name="take_feedback"),
    path("feedback/<uuid:feedback_id>/answer/", feedback.answer_feedback, name="answer_feedback"),
]

api: list[URLPattern | URLResolver] = [
    path("today/", stories_api.Today.as_view(), name="api_today"),
    path("stories/", stories_api.Stories.as_view(), name="api_stories"),
    path("stories/<uuid:story_id>/", stories_api.OneStory.as_view(), name="api_story"),
    path("stories/<uuid:story_id>/dwell/", stories_api.StoryDwell.as_view(), name="api_dwell"),
    path("stories/<uuid:story_id>/read-at-source/", stories_api.StoryReadAtSource.as_view(), name="api_read_at_source"),
    path("stories/<uuid:story_id>/decline/", stories_api.StoryDecline.as_view(), name="api_decline_story"),
    path("stories/<uuid:story_id>/claim/", claiming_api.TakeClaim.as_view(), name="api_take_claim"),
    path("stories/<uuid:story_id>/line/", waiting_api.StoryLine.as_view(), name="api_line"),
    path("claims/", claiming_api.Claims.as_view(), name="api_claims"),
    path("claims/<uuid:claim_id>/", claiming_api.OneClaim.as_view(), name="api_claim"),
    path("claims/<uuid:claim_id>/release/", claiming_api.ReleaseClaim.as_view(), name="api_release_claim"),
    path("claims/<uuid:claim_id>/extend/", claiming_api.ExtendClaim.as_view(), name="api_extend_claim"),
    path("claims/<uuid:claim_id>/draft/", claiming_api.ClaimDraft.as_view(), name="api_draft"),
    path("claims/<uuid:claim_id>/shares/", claiming_api.ClaimShares.as_view(), name="api_record_share"),
    path("shares/", claiming_api.Shares.as_view(), name="api_shares"),
    path("shares/<uuid:share_id>/", claiming_api.OneShare.as_view(), name="api_share"),
    path("shares/<uuid:share_id>/posted/", claiming_api.ConfirmShare.as_view(), name="api_confirm_share"),
    path("shares/<uuid:share_id>/permalink/", claiming_api.SharePermalink.as_view(), name="api_save_permalink"),
    path("conversations/", conversations_api.Conversations.as_view(), name="api_conversations"),
    path(
        "conversations/<uuid:conversation_id>/",
        conversations_api.OneConversation.as_view(),
        name="api_conversation",
    ),
    path(
        "conversations/<uuid:conversation_id>/answer/",
        conversations_api.AnswerConversation.as_view(),
        name="api_answer_conversation",
    ),
    path(
        "conversations/<uuid:conversation_id>/hear/",
        conversations_api.HearConversation.as_view(),
        name="api_hear_conversation",
    ),
    path(
        "conversations/<uuid:conversation_id>/thread/",
        conversations_api.LinkThread.as_view(),
        name="api_link_thread",
    ),
    path(
        "conversations/<uuid:conversation_id>/later/",
        conversations_api.PostponeConversation.as_view(),
        name="api_postpone_conversation",
    ),
    path(
        "conversations/<uuid:conversation_id>/close/",
        conversations_api.CloseConversation.as_view(),
        name="api_close_conversation",
    ),
    path(
        "conversations/<uuid:conversation_id>/reopen/",
        conversations_api.ReopenConversation.as_view(),
        name="api_reopen_conversation",
    ),
    path(
        "conversations/<uuid:conversation_id>/feedback/",
        conversations_api.BringFeedback.as_view(),
        name="api_bring_feedback",
    ),
    path("feedback/", conversations_api.FeedbackList.as_view(), name="api_feedback"),
    path("feedback/<uuid:feedback_id>/take/", conversations_api.TakeFeedback.as_view(), name="api_take_feedback"),
    path(
        "feedback/<uuid:feedback_id>/answer/",
        conversations_api.AnswerFeedback.as_view(),
        name="api_answer_feedback",
    ),
]
