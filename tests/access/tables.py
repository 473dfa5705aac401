"""Who may do what at every address.

A line names the address, what is sent there, and what everybody gets who signed in: first the common status, then the
exceptions by person. Who signed out, or has left, is asked to sign in unless the line says otherwise.
"""

from dataclasses import dataclass, field
from typing import Any

SIGN_IN = "sign in"
Status = int | str


@dataclass(frozen=True)
class Line:
    """`about` names the objects of the world that stand in the address, in its order."""

    name: str
    method: str
    others: Status
    about: tuple[str, ...] = ()
    sent: Any = None
    signed_out: Status = SIGN_IN
    exceptions: dict[str, Status] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    def expected(self, who: str) -> Status:
        if who in {"anonymous", "leaver"}:
            return self.signed_out
        return self.exceptions.get(who, self.others)


def get(name: str, others: Status, *about: str, signed_out: Status = SIGN_IN, **exceptions: Status) -> Line:
    return Line(name, "GET", others, about, signed_out=signed_out, exceptions=exceptions)


def post(
    name: str, others: Status, *about: str, sent: Any = None, signed_out: Status = SIGN_IN, **exceptions: Status
) -> Line:
    return Line(name, "POST", others, about, sent=sent or {}, signed_out=signed_out, exceptions=exceptions)


# The audience of `story` and the reach of `limited` end at the other team.
FAR = {"outsider": 404, "limited": 404}
MINE = {"employee": 302}
STUDIO = {"curator": 200, "limited": 200}
STUDIO_POST = {"curator": 302, "limited": 302}
NEAR_STUDIO = {"curator": 200, "limited": 404}
NEAR_STUDIO_POST = {"curator": 302, "limited": 404}
RULES = {"curator": 302, "administrator": 302}
# Nobody but a curator acts on many stories; nobody sees what another one did.
BULK = {"employee": 403, "outsider": 403, "approver": 403, "leader": 403, "operations": 403, "administrator": 403}
WORDS = "At four in the morning sixty people went quiet."
SUPPOSED = {"low": "20", "middle": "30", "high": "40", "source": "A survey"}

PAGES: tuple[Line, ...] = (
    # -- a person's own day
    get("today", 200),
    get("library", 200),
    post("save_search", 302, sent={"name": "Bridges", "q": "bridge"}),
    post("remove_search", 404, "search", **MINE),
    get("places", 200, "story", **FAR),
    get("story", 200, "story", **FAR),
    post("record_dwell", 200, "story", sent={"seconds": "5"}, **FAR),
    post("read_at_source", 302, "story", **FAR),
    post("decline_story", 302, "story", **FAR),
    post("undo_decline", 302, "story", **FAR),
    post("take_claim", 302, "story", **FAR),
    # A place is free, so there is nothing to wait for; who has one needs no other.
    post("join_line", 422, "story", **FAR),
    post("leave_line", 302, "story", **FAR),
    get("recall", 404, "retracted", employee=200),
    post("answer_recall", 404, "recalled", sent={"answer": "removed"}, **MINE),
    get("compose", 404, "claim", employee=200),
    post("release_claim", 404, "claim", **MINE),
    post("extend_claim", 404, "claim", **MINE),
    # Who was signed out while he wrote gets his words back instead of an empty sign-in page.
    post("save_draft", 404, "claim", sent={"words": WORDS, "revision": "1"}, signed_out=401, **MINE),
    post("hold_draft", 404, "claim", **MINE),
    post(
        "record_share",
        404,
        "claim",
        sent={"words": WORDS, "revision": "1", "networks": ["linkedin"]},
        signed_out=401,
        **MINE,
    ),
    post("remember_networks", 404, "claim", sent={"words": WORDS, "revision": "1"}, signed_out=401, **MINE),
    get("share", 404, "share", employee=200),
    get("qr_code", 404, "share", "=png", employee=200),
    post("confirm_share", 404, "share", **MINE),
    post("save_permalink", 404, "share", **MINE),
    # The text is not the one that was shown, so nothing is posted.
    post("publish_share", 404, "ready", sent={"text": WORDS, "connection": "@connection"}, employee=422),
    post("stop_publication", 404, "pressed", **MINE),
    post("answer_publication", 404, "unknown", sent={"is_out": "0"}, **MINE),
    get("connections", 200),
    post("connect_account", 422, "=mastodon", sent={"home": "nonsense"}),
    # Nobody in this world was sent away to say yes.
    get("consent", 302, "=mastodon"),
    get("return_from_consent", 302, "=mastodon"),
    post("disconnect_account", 404, "connection", **MINE),
    post("tell_engagement", 404, "share", sent={"reactions": "9", "reshares": "1", "replies": "2"}, **MINE),
    post("take_reply", 404, "reply", **MINE),
    post("put_away_reply", 404, "reply", **MINE),
    get("first_week", 200),
    get("first_week_strip", 200, "=employee"),
    post("close_first_week", 302),
    post("reopen_first_week", 302),
    get("lessons", 200),
    get("lesson", 200, "=disclosure"),
    post("lesson", 200, "=disclosure", sent={"answer": "first"}),
    get("privacy", 200, signed_out=200),
    get("link_gone", 404, "=nowhere2", signed_out=404),
    # What strangers may read: only what stands nowhere else, while it is out.
    get("open_page", 200, "page", signed_out=200),
    get("open_file", 404, "page", signed_out=404),
    get("open_event", 200, "page", signed_out=200),
    get("conversations", 200),
    get("tell_conversation", 200),
    post(
        "tell_conversation",
        302,
        sent={"channel": "in_person", "their_words": "Is it late?", "form_key": "0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f"},
    ),
    get("conversation", 404, "conversation", employee=200),
    post("answer_conversation", 404, "conversation", sent={"text": "Yes."}, **MINE),
    post("hear_conversation", 404, "conversation", sent={"text": "Why?"}, **MINE),
    post("link_thread", 404, "conversation", sent={"thread_url": ""}, **MINE),
    post("postpone_conversation", 404, "conversation", **MINE),
    post("close_conversation", 404, "conversation", **MINE),
    post("reopen_conversation", 404, "closed", **MINE),
    post("bring_feedback", 404, "conversation", sent={"text": "They want bicycles."}, **MINE),
    get("feedback", 403, operations=200),
    post("take_feedback", 403, "feedback", operations=302),
    post("answer_feedback", 403, "feedback", sent={"text": "Soon."}, operations=302),
    # -- the studio
    get("studio", 403, **STUDIO),
    post("start_story", 403, sent={"url": "https://northwind.example/news/x"}, **STUDIO_POST),
    get("preview", 403, "preview", **NEAR_STUDIO),
    post("make_story", 403, "preview", **NEAR_STUDIO_POST),
    get("stories", 403, **STUDIO),
    get("edit_story", 403, "draft", **NEAR_STUDIO),
    # Who was signed out while he wrote gets his words back instead of an empty sign-in page.
    post("edit_story", 403, "draft", signed_out=401, curator=422, limited=404),
    post("look_story", 403, "draft", **NEAR_STUDIO),
    post("keep_story", 403, "draft", signed_out=401, curator=409, limited=404),
    post("submit_story", 403, "draft", signed_out=401, **NEAR_STUDIO_POST),
    get("story_versions", 403, "draft", **NEAR_STUDIO),
    post("begin_again", 403, "review", "=1", **NEAR_STUDIO_POST),
    post("discard_change", 403, "draft", **NEAR_STUDIO_POST),
    post("bring_words_back", 403, "draft", **NEAR_STUDIO_POST),
    get("places_left", 403, "story", **NEAR_STUDIO),
    post("withdraw_story", 403, "review", **NEAR_STUDIO_POST),
    post("retract_story", 403, "story", sent={"reason": "A figure was wrong."}, approver=302, **NEAR_STUDIO_POST),
    get("story_results", 403, "story", leader=200, **NEAR_STUDIO),
    get("campaign_results", 403, leader=200, **STUDIO),
    get("loose_results", 403, leader=200, **STUDIO),
    get("one_campaign_results", 403, "campaign", leader=200, **STUDIO),
    get("what_worked", 403, leader=302, **STUDIO_POST),
    get("my_work", 403, **STUDIO),
    get("recall_story", 403, "retracted", approver=200, **NEAR_STUDIO),
    get("export_recall", 403, "retracted", approver=200, **NEAR_STUDIO),
    get("move_story", 403, "draft", **NEAR_STUDIO),
    post("move_story", 403, "draft", curator=422, limited=404),
    post("act_in_bulk", 403, sent={"action": "move", "days": "7", "to": "calendar", "story": "@draft"}, **STUDIO_POST),
    get("bulk_action", 404, "bulk", **BULK, curator=200),
    post("undo_bulk_action", 404, "bulk", **BULK, curator=302),
    get("calendar", 403, **STUDIO),
    # Silence is the whole company's: a curator of one team sees it and leaves it.
    post("add_quiet_day", 403, sent={"first_on": "2026-12-24", "reason": "Christmas"}, curator=302),
    post("restore_quiet_day", 403, **STUDIO_POST),
    post("remove_quiet_day", 403, "quiet_day", curator=302),
    get("begin_story", 403, **STUDIO),
    post("write_story", 403, sent={"kind": "article"}, **STUDIO_POST),
    post("begin_from_template", 403, "template", **NEAR_STUDIO_POST),
    post("remove_template", 403, "template", **NEAR_STUDIO_POST),
    post("restore_template", 403, "removed", **NEAR_STUDIO_POST),
    post("keep_template", 403, "draft", **NEAR_STUDIO_POST),
    post("translate_story", 403, "draft", sent={"language": "de"}, **NEAR_STUDIO_POST),
    get("add_file", 403, "film", **NEAR_STUDIO),
    post("add_file", 403, "film", curator=422, limited=404),
    # No file lies behind it here; test_attachments.py says who may fetch one.
    get("attachment", 404, "file"),
    get("event_file", 200, "page", **FAR),
    get("ideas", 200),
    post("propose_idea", 302, sent={"text": WORDS}),
    get("studio_ideas", 403, **STUDIO),
    post("take_idea", 403, "idea", **STUDIO_POST),
    post("answer_idea", 403, "idea", sent={"answer": "We wait for the snow."}, **STUDIO_POST),
    get("feeds", 403, **STUDIO),
    post("add_feed", 403, sent={"url": "https://northwind.example/feed.xml"}, **STUDIO_POST),
    post("stop_feed", 403, "feed", **STUDIO_POST),
    post("check_feed", 403, "feed", **STUDIO_POST),
    post("take_entry", 403, "entry", **STUDIO_POST),
    post("dismiss_entry", 403, "entry", **STUDIO_POST),
    post("restore_entry", 403, "entry", **STUDIO_POST),
    # Leaders look at objectives, curators of the whole company change them.
    get("objectives", 403, leader=200, **STUDIO),
    post(
        "objectives",
        403,
        sent={
            "title": "Known",
            "reason": "visibility",
            "metric": "Awareness",
            "unit": "per_cent",
            "baseline": "1",
            "starts_on": "2026-03-01",
        },
        curator=302,
    ),
    get("objective", 403, "objective", leader=200, **STUDIO),
    post("add_milestone", 403, "objective", sent={"due_on": "2026-09-01", "value": "20"}, curator=302),
    post(
        "add_measurement",
        403,
        "objective",
        sent={"on": "2026-03-01", "value": "20", "source": "survey", "sample_size": "400"},
        curator=302,
    ),
    # Nothing is counted in per cent: the rule refuses, and the page says why.
    post("count_objective", 403, "objective", sent={"platform_metric": "clicks"}, curator=302),
    post("remove_measurement", 403, "objective", "measurement", curator=302),
    post("rename_campaign", 403, "campaign", sent={"name": "Winter"}, curator=302),
    post("close_campaign", 403, "campaign", curator=302),
    post("reopen_campaign", 403, "campaign", curator=302),
    get("objective_verdict", 403, "objective", leader=302, **STUDIO_POST),
    post("start_campaign", 403, "objective", sent={"name": "Spring"}, curator=302),
    # Curators see the rules; administrators and curators of the whole company change them.
    get("studio_rules", 403, administrator=200, **STUDIO),
    post("studio_rules", 403, sent={"name": "Legal", "role": "approver", "rule": "any"}, **RULES),
    get("edit_step", 403, "step", curator=200, administrator=200),
    post("edit_step", 403, "step", sent={"name": "Legal", "role": "approver", "rule": "any"}, **RULES),
    post("move_step", 403, "step", sent={"to": "earlier"}, **RULES),
    post("retire_step", 403, "step", **RULES),
    post("restore_step", 403, "step", **RULES),
    get("studio_topics", 403, administrator=200, **STUDIO),
    post("studio_topics", 403, sent={"name": "Safety"}, **RULES),
    post("rename_topic", 403, "topic", sent={"name": "Depots"}, **RULES),
    post("retire_topic", 403, "topic", **RULES),
    post("restore_topic", 403, "topic", **RULES),
    get("studio_disclosures", 403, administrator=200, **STUDIO),
    post("studio_disclosures", 403, sent={"region": "", "language": "en", "text": "I work here."}, **RULES),
    post("change_disclosure", 403, "disclosure", sent={"text": "I work there."}, **RULES),
    post("remove_disclosure", 403, "disclosure", **RULES),
    get("studio_terms", 403, administrator=200, **STUDIO),
    post("studio_terms", 403, sent={"term": "always", "language": "", "reason": "Nobody can."}, **RULES),
    post("change_term", 403, "term", sent={"text": "Really."}, **RULES),
    post("remove_term", 403, "term", **RULES),
    get("approvals", 403, approver=200),
    # A curator sees what is asked of whom; who is asked decides.
    get("approval", 403, "review", approver=200, **NEAR_STUDIO),
    post("add_remark", 403, "review", sent={"field": "title", "text": "Really?"}, approver=302, **NEAR_STUDIO_POST),
    post("settle_remark", 403, "remark", curator=302, limited=404, approver=403),
    post("reopen_remark", 403, "remark", curator=302, limited=404, approver=403),
    post("approve_story", 403, "review", sent={"version": "1"}, approver=302),
    post("send_back_story", 403, "review", sent={"version": "1", "note": "The figure?"}, approver=302),
    # -- points and the report
    get("me", 200),
    get("team", 200),
    get("board", 200),
    post("choose_board", 302, sent={"choice": "named"}),
    get("points", 200),
    get("report", 403, leader=200),
    get("team_readers", 403, leader=200),
    get("assumptions", 403, leader=200, administrator=200),
    post("suppose", 403, "=linkedin", "=colleague_share", sent=SUPPOSED, leader=302, administrator=302),
    post("reset_assumption", 403, "=linkedin", "=colleague_share", leader=302, administrator=302),
    # -- one's own settings
    get("profile", 200),
    post("save_profile", 302, "=you", sent={"name": "Somebody", "language": "en"}),
    get("notifications", 200),
    get("open_notification", 404, "=0b1f4f8e-2f7c-4c3a-9d6f-0a1b2c3d4e5f"),
    post("mark_notifications_read", 302),
    get("policy", 200),
    post("policy", 422, sent={"version": "1"}),
    get("settings", 200),
    post("request_erasure", 302),
    get("my_data", 200),
    get("tokens", 200),
    post("tokens", 200, sent={"name": "Spreadsheet", "days": "30"}),
    post("revoke_token", 404, "token", **MINE),
    # -- the company
    get("company", 403, administrator=200),
    get("company_settings", 403, administrator=200),
    post("company_settings", 403, administrator=200),
    get("policy_readers", 403, administrator=200),
    get("brand", 403, administrator=200),
    post("brand", 403, sent={"network": "linkedin", "handle": "northwind"}, administrator=302),
    post("count_brand_followers", 403, "account", administrator=302),
    post("close_brand_account", 403, "account", administrator=302),
    get("audit_log", 403, administrator=200),
    get("status", 403, administrator=200),
    get("people", 403, administrator=200),
    post("people", 403, sent={"email": "new@northwind.example"}, administrator=302),
    get("person", 403, "employee", administrator=200),
    post("grant_role", 403, "employee", sent={"role": "leader"}, administrator=302),
    post("revoke_role", 403, "colleague", "grant", administrator=302),
    post("place_person", 403, "employee", sent={"team": "@empty_team"}, administrator=302),
    post("deactivate_person", 403, "employee", administrator=302),
    post("reactivate_person", 403, "leaver", administrator=302),
    get("teams", 403, administrator=200),
    post("teams", 403, sent={"name": "Stations"}, administrator=302),
    get("edit_team", 403, "team", administrator=200),
    post("edit_team", 403, "team", sent={"name": "Network West"}, administrator=302),
    post("move_team", 403, "empty_team", sent={"parent": "@team"}, administrator=302),
    post("remove_team", 403, "empty_team", administrator=302),
    # -- for everybody, or for nobody
    post("demo_sign_in", 404, sent={"key": "administrator"}, signed_out=404),
    post("set_language", 302, sent={"language": "de"}, signed_out=302),
    get("healthz", 200, signed_out=200),
    get("media", 404, "=pictures/0123456789abcdef.webp", signed_out=404),
    get("api_docs", 200),
    # -- allauth; who is signed in has nothing to do on the way in
    get("account_login", 302, signed_out=200),
    post("account_login", 302, sent={"login": "x@northwind.example", "password": "x"}, signed_out=200),
    get("account_logout", 200, signed_out=302),
    post("account_logout", 302, signed_out=302),
    get("account_inactive", 200, signed_out=200),
    get("account_signup", 302, signed_out=200),
    # Nobody in this world has a password: there is none to ask for again, and the page for changing it leads on.
    get("account_reauthenticate", 403),
    get("account_email", 200),
    get("account_email_verification_sent", 302, signed_out=302),
    get("account_change_password", 302),
    get("account_set_password", 200),
    get("account_reset_password", 200, signed_out=200),
    get("account_request_login_code", 302, signed_out=200),
    get("account_confirm_login_code", 302, signed_out=302),
    get("account_confirm_password_reset_code", 302, signed_out=302),
    get("account_complete_password_reset", 302, signed_out=302),
    get("account_password_reset_completed", 200, signed_out=200),
)
