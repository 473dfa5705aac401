"""The studio's pages at the root, and its endpoints under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from content.api import attachments as attachments_api
from content.api import intake as intake_api
from content.api import interests as interests_api
from content.api import objectives as objectives_api
from content.api import stories as stories_api
from content.views import approvals, attachments, editor, feeds, guidance, objectives, previews, studio

pages: list[URLPattern | URLResolver] = [
    path("studio/", studio.studio, name="studio"),
    path("studio/start/", studio.start_story, name="start_story"),
    path("studio/previews/<uuid:preview_id>/", previews.preview, name="preview"),
    path("studio/previews/<uuid:preview_id>/story/", previews.make_story, name="make_story"),
    path("studio/stories/", studio.stories, name="stories"),
    path("studio/stories/<uuid:story_id>/", editor.edit_story, name="edit_story"),
    path("studio/stories/<uuid:story_id>/look/", editor.look_story, name="look_story"),
    path("studio/stories/<uuid:story_id>/submit/", editor.submit_story, name="submit_story"),
    path("studio/stories/<uuid:story_id>/withdraw/", editor.withdraw_story, name="withdraw_story"),
    path("studio/stories/<uuid:story_id>/retract/", editor.retract_story, name="retract_story"),
    path("studio/stories/<uuid:story_id>/file/", attachments.add_file, name="add_file"),
    path("attachments/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("stories/<uuid:story_id>/event.ics", attachments.event_file, name="event_file"),
    path("studio/feeds/", feeds.feeds_page, name="feeds"),
    path("studio/feeds/add/", feeds.add_feed, name="add_feed"),
    path("studio/feeds/<uuid:feed_id>/stop/", feeds.stop_feed, name="stop_feed"),
    path("studio/feeds/<uuid:feed_id>/check/", feeds.check_feed, name="check_feed"),
    path("studio/entries/<uuid:entry_id>/take/", studio.take_entry, name="take_entry"),
    path("studio/entries/<uuid:entry_id>/dismiss/", studio.dismiss_entry, name="dismiss_entry"),
    path("studio/entries/<uuid:entry_id>/restore/", studio.restore_entry, name="restore_entry"),
    path("studio/objectives/", objectives.objectives_page, name="objectives"),
    path("studio/objectives/<uuid:objective_id>/", objectives.objective, name="objective"),
    path("studio/objectives/<uuid:objective_id>/milestones/", objectives.add_milestone, name="add_milestone"),
    path("studio/objectives/<uuid:objective_id>/measurements/", objectives.add_measurement, name="add_measurement"),
    path("studio/objectives/<uuid:objective_id>/campaigns/", objectives.start_campaign, name="start_campaign"),
    path("studio/rules/", guidance.studio_rules, name="studio_rules"),
    path("studio/rules/steps/<uuid:step_id>/", guidance.edit_step, name="edit_step"),
    path("studio/rules/steps/<uuid:step_id>/move/", guidance.move_step, name="move_step"),
    path("studio/rules/steps/<uuid:step_id>/retire/", guidance.retire_step, name="retire_step"),
    path("studio/rules/steps/<uuid:step_id>/restore/", guidance.restore_step, name="restore_step"),
    path("studio/rules/topics/", guidance.studio_topics, name="studio_topics"),
    path("studio/rules/topics/<uuid:topic_id>/rename/", guidance.rename_topic, name="rename_topic"),
    path("studio/rules/topics/<uuid:topic_id>/retire/", guidance.retire_topic, name="retire_topic"),
    path("studio/rules/topics/<uuid:topic_id>/restore/", guidance.restore_topic, name="restore_topic"),
    path("studio/rules/disclosures/", guidance.studio_disclosures, name="studio_disclosures"),
    path(
        "studio/rules/disclosures/<uuid:disclosure_id>/change/", guidance.change_disclosure, name="change_disclosure"
    ),
    path(
        "studio/rules/disclosures/<uuid:disclosure_id>/remove/", guidance.remove_disclosure, name="remove_disclosure"
    ),
    path("studio/rules/terms/", guidance.studio_terms, name="studio_terms"),
    path("studio/rules/terms/<uuid:term_id>/change/", guidance.change_term, name="change_term"),
    path("studio/rules/terms/<uuid:term_id>/remove/", guidance.remove_term, name="remove_term"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<uuid:story_id>/", approvals.approval, name="approval"),
    path("approvals/<uuid:story_id>/approve/", approvals.approve_story, name="approve_story"),
    path("approvals/<uuid:story_id>/send-back/", approvals.send_back_story, name="send_back_story"),
]
api: list[URLPattern | URLResolver] = [
    path("me/interests/", interests_api.MyInterests.as_view(), name="api_my_interests"),
    path("studio/stories/", stories_api.StudioStories.as_view(), name="api_studio_stories"),
    path("studio/stories/<uuid:story_id>/", stories_api.StudioStory.as_view(), name="api_studio_story"),
    path("studio/stories/<uuid:story_id>/submit/", stories_api.SubmitStory.as_view(), name="api_submit_story"),
    path("studio/stories/<uuid:story_id>/withdraw/", stories_api.WithdrawStory.as_view(), name="api_withdraw_story"),
    path("studio/stories/<uuid:story_id>/retract/", stories_api.RetractStory.as_view(), name="api_retract_story"),
    path("approvals/", stories_api.Approvals.as_view(), name="api_approvals"),
    path("approvals/<uuid:story_id>/", stories_api.OneApproval.as_view(), name="api_approval"),
    path("approvals/<uuid:story_id>/approve/", stories_api.ApproveStory.as_view(), name="api_approve_story"),
    path("approvals/<uuid:story_id>/send-back/", stories_api.SendBackStory.as_view(), name="api_send_back_story"),
    path("attachments/", attachments_api.KeepAttachment.as_view(), name="api_attachments"),
    path("previews/", intake_api.Previews.as_view(), name="api_previews"),
    path("previews/<uuid:preview_id>/", intake_api.OnePreview.as_view(), name="api_preview"),
    path("previews/<uuid:preview_id>/story/", intake_api.MakeStory.as_view(), name="api_make_story"),
    path("feeds/", intake_api.Feeds.as_view(), name="api_feeds"),
    path("feeds/<uuid:feed_id>/stop/", intake_api.StopFeed.as_view(), name="api_stop_feed"),
    path("feeds/<uuid:feed_id>/check/", intake_api.CheckFeed.as_view(), name="api_check_feed"),
    path("entries/", intake_api.Entries.as_view(), name="api_entries"),
    path("entries/<uuid:entry_id>/take/", intake_api.TakeEntry.as_view(), name="api_take_entry"),
    path("entries/<uuid:entry_id>/dismiss/", intake_api.DismissEntry.as_view(), name="api_dismiss_entry"),
    path("entries/<uuid:entry_id>/restore/", intake_api.RestoreEntry.as_view(), name="api_restore_entry"),
    path("objectives/", objectives_api.Objectives.as_view(), name="api_objectives"),
    path("objectives/<uuid:objective_id>/", objectives_api.OneObjective.as_view(), name="api_objective"),
    path("objectives/<uuid:objective_id>/milestones/", objectives_api.AddMilestone.as_view(), name="api_milestones"),
    path("objectives/<uuid:objective_id>/measurements/", objectives_api.Measure.as_view(), name="api_measurements"),
    path("objectives/<uuid:objective_id>/campaigns/", objectives_api.StartCampaign.as_view(), name="api_campaigns"),
]
