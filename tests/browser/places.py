"""Every address of the site: the pages, by who comes to see them, and what is no page."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from accounts.models import CompanySettings, Person, RoleGrant
from advocacy.models import Conversation, HourlyClicks
from content import manuscripts
from content.models import Picture, Preview, WorkingCopy
from tests.accounts.factories import ApiTokenFactory, BrandAccountFactory, NotificationFactory, PersonFactory
from tests.advocacy.factories import (
    ClaimFactory,
    ConversationFactory,
    ConversationTurnFactory,
    DeclineFactory,
    DraftFactory,
    EngagementFactory,
    FeedbackFactory,
    PublicationFactory,
    ReadingFactory,
    RecallFactory,
    ReplyFactory,
    SavedSearchFactory,
    ShareFactory,
    SocialConnectionFactory,
)
from tests.content.factories import (
    ApprovalStepFactory,
    AttachmentFactory,
    BlockedTermFactory,
    BulkActionFactory,
    CampaignFactory,
    DisclosureFactory,
    FeedEntryFactory,
    FeedFactory,
    IdeaFactory,
    MilestoneFactory,
    ObjectiveFactory,
    PictureFactory,
    PreviewFactory,
    QuietDayFactory,
    RemarkFactory,
    StoryFactory,
    StoryTemplateFactory,
    TopicFactory,
)
from tests.leaderboard.factories import DailyClicksFactory, MeasurementFactory

NO_PAGES = {
    "objective_verdict": "a part of an objective's page; as a page it leads there",
    "return_from_consent": "where a network sends people back to; it leads to connections",
    "places": "a part of a story's page, asked for again and again",
    "what_worked": "a part of the desk; as a page it leads to campaign_results",
    "healthz": "one line for machines",
    "media": "pictures",
    "set_language": "a POST, without LoginRequired",
    "my_data": "a file to download",
    "qr_code": "a picture",
    "open_file": "a file",
    "attachment": "a file",
    "event_file": "a file",
    "open_event": "a file",
    "export_recall": "a file to download",
    "api_docs": "drawn by swagger-ui, in its own colours; test_api_docs_are_drawn opens it",
}
ACTIONS = """
    count_objective remove_measurement rename_campaign close_campaign reopen_campaign join_line leave_line
    answer_recall record_dwell read_at_source decline_story undo_decline take_claim release_claim extend_claim
    save_draft record_share remember_networks hold_draft confirm_share save_permalink publish_share
    stop_publication answer_publication connect_account disconnect_account answer_conversation
    tell_engagement take_reply put_away_reply
    hear_conversation link_thread postpone_conversation close_conversation reopen_conversation bring_feedback
    take_feedback answer_feedback start_story make_story look_story keep_story begin_again discard_change
    bring_words_back submit_story withdraw_story retract_story add_feed stop_feed check_feed take_entry
    dismiss_entry restore_entry write_story begin_from_template remove_template restore_template keep_template
    translate_story propose_idea take_idea answer_idea act_in_bulk undo_bulk_action add_quiet_day restore_quiet_day
    remove_quiet_day move_step retire_step restore_step rename_topic retire_topic restore_topic change_disclosure
    remove_disclosure change_term remove_term add_milestone add_measurement start_campaign approve_story
    send_back_story add_remark settle_remark reopen_remark choose_board mark_notifications_read open_notification
    save_profile close_first_week reopen_first_week first_week_strip save_search remove_search request_erasure
    revoke_token count_brand_followers close_brand_account suppose reset_assumption grant_role revoke_role
    place_person deactivate_person reactivate_person move_team remove_team demo_sign_in
"""
# Steps of a sign-in: they answer only in their order, and test_signin.py and the walk below come to them so.
STEPS = """
    account_confirm_login_code account_email_verification_sent account_confirm_password_reset_code
    account_complete_password_reset
"""
PLAIN = {
    "anonymous": """account_login account_signup account_request_login_code account_reset_password account_inactive
        account_password_reset_completed privacy""",
    "employee": """today library ideas conversations tell_conversation me team board points notifications policy
        profile first_week lessons settings tokens connections account_email account_set_password account_logout""",
    "curator": """studio begin_story studio_ideas calendar studio_rules studio_topics studio_disclosures
        studio_terms stories feeds objectives campaign_results loose_results my_work
        account_change_password account_reauthenticate""",
    "approver": "approvals",
    "leader": "report team_readers assumptions",
    "operations": "feedback",
    "administrator": "company policy_readers people teams company_settings brand audit_log status",
}
SOON = datetime(2030, 1, 31, 18, tzinfo=UTC)
OWN_FIELDS: dict[str, dict[str, Any]] = {
    "video": {"attachment_text": "Seven lamps, and the birds that nest behind them."},
    "image": {"picture_alt": "A blue signal box before a hill.", "url": ""},
    "document": {"attachment_text": "In short: the bridge holds.", "url": ""},
    "event": {"place": "Askeby signal box", "event_starts_at": SOON, "event_ends_at": SOON + timedelta(hours=3)},
    "job": {"place": "Lund", "deadline_at": SOON},
    "offer": {"offer_code": "LEARN25", "offer_stock": 5000, "deadline_at": SOON},
}
GONE = ("/l/nowhere2", "/there-is-nothing/")
OF_ROWS = """
    add_file story_versions places_left
    story_results one_campaign_results share conversation preview edit_story edit_step objective approval person
    edit_team lesson consent link_gone open_page story compose recall recall_story move_story bulk_action
"""


@dataclass(frozen=True)
class World:
    """Somebody for each role, for each role the addresses to look at, and what a session has to know before."""

    people: dict[str, Person | None]
    paths: dict[str, list[str]]
    sessions: dict[str, dict[str, Any]]


def names() -> set[str]:
    """This will name every address that is not part of the API."""
    return {name for name, path in _walk(get_resolver(), "") if name and not path.startswith("api/v1/")}


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str | None, str]]:
    for pattern in resolver.url_patterns:
        path = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield pattern.name, path
        else:
            yield from _walk(pattern, path)


def listed() -> list[str]:
    """This will name every address that some test looks at or has a reason not to."""
    return [*NO_PAGES, *" ".join((ACTIONS, STEPS, OF_ROWS, *PLAIN.values())).split()]


def furnish(people: dict[str, Person | None], now: Any) -> World:
    """This will put something into every room, long words among it."""
    employee, curator, approver = people["employee"], people["curator"], people["approver"]
    assert employee
    assert curator
    assert approver
    curator.set_password("a bridge over the cold lake")
    curator.save(update_fields=["password"])
    campaign = CampaignFactory.create(objective=objective(now))
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmütze, and https://northwind.example/" + "a-long-way/" * 9
    stories = [
        StoryFactory.create(live=True, author=curator, campaign=campaign, title=title, summary=summary)
        for title, summary in (
            ("Forty-one hours to change a bridge", "The night crew lifted out a span from 1894. " * 12),
            (long, long),
            ("Night trains to Graz", ""),
        )
    ]
    told = StoryFactory.create(live=True, author=curator, campaign=campaign, title="What the spring timetable changes")
    kept = StoryFactory.create(
        live=True, author=curator, campaign=campaign, title="The women who learn to drive trains"
    )
    ReadingFactory.create(person=employee, story=stories[2])
    yesterday = now - timedelta(days=1)
    claim = ClaimFactory.create(person=employee, story=kept, taken_at=yesterday)
    DraftFactory.create(person=employee, story=kept)
    used = ClaimFactory.create(person=employee, story=told, shared=True, taken_at=yesterday, ended_at=yesterday)
    posted = ShareFactory.create(person=employee, story=told, claim=used, opened_at=yesterday, posted_at=yesterday)
    DailyClicksFactory.create(link=posted.link, human=12, suspect=2, robot=3, visitors=11)
    for _number in range(5):
        ShareFactory.create(story=told, person=PersonFactory.create(team=employee.team), posted_at=yesterday)
    HourlyClicks.objects.bulk_create(
        HourlyClicks(at=yesterday - timedelta(hours=7 * number), human=number * number) for number in range(1, 90)
    )
    opened = ShareFactory.create(person=employee, story=kept, claim=claim, opened=True)
    SocialConnectionFactory.create(person=employee, handle=f"@{'marta' * 12}@mastodon.example")
    pressed = [
        PublicationFactory.create(
            share=ShareFactory.create(person=employee, story=kept, claim=claim, network=network, opened=True), **said
        ).share
        for network, said in (
            ("mastodon", {"state": "waiting"}),
            ("bluesky", {"state": "refused", "refusal": f"Bluesky did not take it: “{long[:150]}”"}),
            ("threads", {"state": "uncertain", "may_be_out": True}),
        )
    ]
    waiting, answered = (
        ConversationFactory.create(person=employee, share=posted, story=told, state=state)
        for state in (Conversation.State.WAITING, Conversation.State.ANSWERED)
    )
    for conversation in (waiting, answered):
        ConversationTurnFactory.create(conversation=conversation)
    FeedbackFactory.create(conversation=answered)
    EngagementFactory.create(share=posted, source="self_reported")
    ReplyFactory.create(share=posted, words=long, author_name="x" * 80)
    retracted = StoryFactory.create(retracted=True, author=curator, campaign=campaign)
    RecallFactory.create(share=ShareFactory.create(person=employee, story=retracted))
    NotificationFactory.create(person=employee)
    ApiTokenFactory.create(person=employee)
    draft, review, planned = (
        StoryFactory.create(author=curator, campaign=campaign, **{trait: True} if trait else {})
        for trait in ("", "review", "approved")
    )
    previews = [
        PreviewFactory.create(asked_by=curator, ready=True),
        PreviewFactory.create(asked_by=curator, failed=True),
        PreviewFactory.create(asked_by=curator, state=Preview.State.WAITING),
    ]
    feed = FeedFactory.create(added_by=curator, error="The site took too long to answer.", checked_at=now)
    FeedEntryFactory.create(feed=feed, title=long)
    QuietDayFactory.create(first_on=now.date() + timedelta(days=1), added_by=curator)
    BrandAccountFactory.create()
    step = ApprovalStepFactory.create(name=long[:80], topic=TopicFactory.create(name=long[:60]))
    DisclosureFactory.create(text=long[:200])
    BlockedTermFactory.create()
    page = StoryFactory.create(
        live=True, author=curator, campaign=campaign, kind="article", url="", body=f"# One\n\nTwo *three*.\n\n- {long}"
    )
    files = {"image": {"picture": picture()}, "document": {"attachment": AttachmentFactory.create()}}
    kinds = [StoryFactory.create(author=curator, campaign=campaign, kind=kind) for kind in ("article", *OWN_FIELDS)]
    told_kinds = [
        StoryFactory.create(live=True, campaign=campaign, kind=kind, **fields, **files.get(kind, {}))
        for kind, fields in OWN_FIELDS.items()
    ]
    RemarkFactory.create(story=review, field="summary", text=long, by=approver)
    changing = StoryFactory.create(live=True, author=curator, campaign=campaign, title="A change is in work")
    words = manuscripts.as_json(replace(manuscripts.of_story(story=changing), title=long, summary="Two *three*."))
    WorkingCopy.objects.create(story=changing, said=words, by=curator, at=now, aside=words, aside_at=now)
    full = StoryFactory.create(live=True, campaign=campaign, places=1, title="One place, and it is taken")
    ReadingFactory.create(person=employee, story=full)
    ClaimFactory.create(story=full)
    aside = StoryFactory.create(live=True, campaign=campaign, title="Put aside")
    DeclineFactory.create(person=employee, story=aside)
    SavedSearchFactory.create(person=employee, name=long[:60])
    company = CompanySettings.objects.get()
    company.policy = f"Say who you work for.\n\nTell what you know. {long}"
    company.save(update_fields=["policy"])
    StoryTemplateFactory.create(name=long[:80], made_by=curator)
    for text in ("The snow plough has a name.", long):
        IdeaFactory.create(person=employee, text=text, url="https://northwind.example/")
    rows = {
        "anonymous": [*GONE, reverse("open_page", args=[page.public_id])],
        "employee": [
            *(reverse("lesson", args=[key]) for key in ("reading", "own-words", "disclosure", "answering")),
            *(reverse("story", args=[story.public_id]) for story in (stories[1], page, full, aside, *told_kinds)),
            f"{reverse('library')}?q=night&kind=link",
            reverse("compose", args=[claim.public_id]),
            reverse("recall", args=[retracted.public_id]),
            reverse("consent", args=["mastodon"]),
            reverse("share", args=[posted.public_id]),
            reverse("share", args=[opened.public_id]),
            *(reverse("share", args=[each.public_id]) for each in pressed),
            reverse("conversation", args=[waiting.public_id]),
            reverse("conversation", args=[answered.public_id]),
        ],
        "curator": [
            *(reverse("preview", args=[preview.public_id]) for preview in previews),
            *(reverse("edit_story", args=[story.public_id]) for story in (draft, review, changing, *kinds)),
            f"{reverse('stories')}?words=bridge&tick=all",
            reverse("story_versions", args=[changing.public_id]),
            reverse("add_file", args=[kinds[1].public_id]),
            reverse("places_left", args=[stories[1].public_id]),
            *(reverse("move_story", args=[story.public_id]) for story in (draft, review, stories[1])),
            reverse("bulk_action", args=[bulk_of(draft, review, by=curator, now=now).public_id]),
            reverse("objective", args=[campaign.objective.public_id]),
            reverse("recall_story", args=[retracted.public_id]),
            reverse("story_results", args=[told.public_id]),
            reverse("one_campaign_results", args=[campaign.public_id]),
            reverse("edit_step", args=[step.public_id]),
        ],
        "approver": [reverse("approval", args=[story.public_id]) for story in (review, planned)],
        "administrator": [
            reverse("person", args=[approver.public_id]),
            reverse("edit_team", args=[employee.team.public_id]),
        ],
    }
    paths = {role: [*(reverse(name) for name in PLAIN[role].split()), *rows.get(role, [])] for role in PLAIN}
    home = f"https://{'mastodon-' * 6}server.example"
    asked = {"network": "mastodon", "home": home, "address": f"{home}/oauth", "state": "s", "verifier": "v"}
    return World(people=people, paths=paths, sessions={"employee": {"consent": asked}})


def picture() -> Picture:
    """A row, and a file behind it for each width."""
    row = PictureFactory.create()
    for name in (row.file.name, row.small_file.name):
        file = io.BytesIO()
        Image.new("RGB", (80, 45), "#24507a").save(file, "WEBP")
        default_storage.save(name, ContentFile(file.getvalue()))
    return row


def bulk_of(done: Any, refused: Any, *, by: Person, now: Any) -> Any:
    lines = [
        {"story": str(done.public_id), "title": done.title, "revision": 1, "before": {}},
        {"story": str(refused.public_id), "title": refused.title, "refused": "It waits for a yes."},
    ]
    return BulkActionFactory.create(by=by, at=now, done=lines)


def objective(now: Any) -> Any:
    made = ObjectiveFactory.create(title="Travellers know that we run night trains", baseline=10)
    MilestoneFactory.create(objective=made, due_on=now.date() - timedelta(days=1), value=20)
    MilestoneFactory.create(objective=made, due_on=now.date() + timedelta(days=100), value=40)
    MeasurementFactory.create(objective=made, on=now.date() - timedelta(days=1), value=26)
    return made


ROLES = ["anonymous", "employee", *RoleGrant.Role.values]
