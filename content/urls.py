"""The studio's pages at the root, and its endpoints under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from content.views import approvals, editor, feeds, objectives, previews, studio

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
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<uuid:story_id>/", approvals.approval, name="approval"),
    path("approvals/<uuid:story_id>/approve/", approvals.approve_story, name="approve_story"),
    path("approvals/<uuid:story_id>/send-back/", approvals.send_back_story, name="send_back_story"),
]
api: list[URLPattern | URLResolver] = []
