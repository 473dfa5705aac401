"""The addresses of the advocacy room: pages and API."""

from django.urls import URLPattern, URLResolver, path

from advocacy.api import conversations as conversations_api
from advocacy.views import conversations, feedback

pages: list[URLPattern | URLResolver] = [
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
