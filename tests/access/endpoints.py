"""Who may do what over the API, in the same form as the table of the pages."""

from functools import partial

from tests.access.tables import FAR, STUDIO, Line, Status, get, post

WORDS = "At four in the morning sixty people went quiet."
SUPPOSED = {"low": 0.2, "middle": 0.3, "high": 0.4, "source": "A survey"}
COMPANY = {
    "name": "Northwind Rail",
    "short_name": "Northwind",
    "domains": ["northwind.example"],
    "colour": "#1b4fd8",
    "currency": "EUR",
    "time_zone": "Europe/Berlin",
    "disclosure": "",
    "policy": "",
}
OBJECTIVE = {
    "reason": "visibility",
    "title": "Known",
    "metric": "Awareness",
    "unit": "per_cent",
    "baseline": "1.00",
    "starts_on": "2026-03-01",
}

ask = partial(get, signed_out=401)
tell = partial(post, signed_out=401)


def change(name: str, others: Status, *about: str, sent: object = None, **exceptions: Status) -> Line:
    return Line(name, "PUT", others, about, sent=sent, signed_out=401, exceptions=exceptions)


def take_out(name: str, others: Status, *about: str, **exceptions: Status) -> Line:
    return Line(name, "DELETE", others, about, signed_out=401, exceptions=exceptions)


def near(status: int) -> dict[str, Status]:
    """What belongs to the team Network South: its curator, and not the one of another team."""
    return {"curator": status, "limited": 404}


def rules(status: int) -> dict[str, Status]:
    """What administrators and curators of the whole company may write."""
    return {"curator": status, "administrator": status}


ENDPOINTS: tuple[Line, ...] = (
    # -- a person's own day
    ask("api_today", 200),
    ask("api_stories", 200),
    ask("api_searches", 200),
    tell("api_searches", 201, sent={"name": "Bridges", "search": {"words": "bridge"}}),
    take_out("api_search", 404, "search", employee=204),
    ask("api_story", 200, "story", **FAR),
    tell("api_dwell", 200, "story", sent={"seconds": 5}, **FAR),
    tell("api_read_at_source", 200, "story", **FAR),
    tell("api_decline_story", 200, "story", **FAR),
    take_out("api_decline_story", 200, "story", **FAR),
    tell("api_take_claim", 201, "story", **FAR),
    ask("api_line", 200, "story", **FAR),
    tell("api_line", 400, "story", **FAR),
    take_out("api_line", 200, "story", **FAR),
    tell("api_answer_recall", 404, "recalled", sent={"answer": "removed"}, employee=200),
    ask("api_story_recalls", 403, "retracted", approver=200, **near(200)),
    ask("api_story_results", 403, "story", leader=200, **near(200)),
    ask("api_campaign_results", 403, leader=200, **STUDIO),
    ask("api_one_campaign_results", 403, "campaign", leader=200, **STUDIO),
    ask("api_what_worked", 403, leader=200, **STUDIO),
    ask("api_my_work", 403, **STUDIO),
    ask("api_claims", 200),
    ask("api_claim", 404, "claim", employee=200),
    tell("api_release_claim", 404, "claim", employee=200),
    tell("api_extend_claim", 404, "claim", employee=200),
    ask("api_draft", 404, "claim", employee=200),
    change("api_draft", 404, "claim", sent={"words": WORDS, "revision": 1}, employee=200),
    tell("api_hold_draft", 404, "claim", employee=200),
    tell("api_record_share", 404, "claim", sent={"words": WORDS, "network": "linkedin"}, employee=201),
    ask("api_shares", 200),
    ask("api_share", 404, "share", employee=200),
    tell("api_confirm_share", 404, "share", employee=200),
    tell("api_save_permalink", 404, "share", employee=200),
    ask("api_first_week", 200),
    change("api_first_week", 200, sent={"is_closed": True}),
    ask("api_lessons", 200),
    tell("api_lesson", 200, "=disclosure", sent={"answer": "first"}),
    ask("api_conversations", 200),
    tell("api_conversations", 201, sent={"channel": "in_person", "their_words": "Is it late?"}),
    ask("api_conversation", 404, "conversation", employee=200),
    tell("api_answer_conversation", 404, "conversation", sent={"text": "Yes."}, employee=200),
    tell("api_hear_conversation", 404, "conversation", sent={"text": "Why?"}, employee=200),
    tell("api_link_thread", 404, "conversation", sent={"thread_url": ""}, employee=200),
    tell("api_postpone_conversation", 404, "conversation", employee=200),
    tell("api_close_conversation", 404, "conversation", employee=200),
    tell("api_reopen_conversation", 404, "closed", employee=200),
    tell("api_bring_feedback", 404, "conversation", sent={"text": "They want bicycles."}, employee=201),
    ask("api_feedback", 403, operations=200),
    tell("api_take_feedback", 403, "feedback", operations=200),
    tell("api_answer_feedback", 403, "feedback", sent={"text": "Soon."}, operations=200),
    # -- the studio
    ask("api_studio_stories", 403, **STUDIO),
    tell("api_studio_stories", 403, sent={"title": "A title"}, curator=201, limited=201),
    ask("api_studio_story", 403, "draft", **near(200)),
    change("api_studio_story", 403, "draft", sent={"revision": 0, "words": {"title": "Another"}}, **near(200)),
    tell("api_submit_story", 403, "draft", **near(200)),
    tell("api_withdraw_story", 403, "review", **near(200)),
    tell("api_retract_story", 403, "story", sent={"reason": "A figure was wrong."}, approver=200, **near(200)),
    ask("api_approvals", 403, approver=200),
    ask("api_approval", 403, "review", approver=200, **near(200)),
    tell("api_add_remark", 403, "review", sent={"field": "title", "text": "Really?"}, approver=201, **near(201)),
    tell("api_settle_remark", 403, "remark", curator=200, limited=404),
    tell("api_reopen_remark", 403, "remark", curator=400, limited=404),
    ask("api_steps", 403, administrator=200, **STUDIO),
    tell("api_steps", 403, sent={"name": "Legal"}, **rules(201)),
    change("api_step", 403, "step", sent={"name": "Legal"}, **rules(200)),
    tell("api_move_step", 403, "step", sent={"earlier": True}, **rules(200)),
    tell("api_retire_step", 403, "step", **rules(200)),
    tell("api_restore_step", 403, "step", **rules(400)),
    ask("api_topics", 403, administrator=200, **STUDIO),
    tell("api_topics", 403, sent={"name": "Safety"}, **rules(201)),
    change("api_topic", 403, "topic", sent={"name": "Depots"}, **rules(200)),
    tell("api_retire_topic", 403, "topic", **rules(200)),
    tell("api_restore_topic", 403, "topic", **rules(400)),
    ask("api_disclosures", 403, administrator=200, **STUDIO),
    tell("api_disclosures", 403, sent={"language": "en", "text": "I work here."}, **rules(201)),
    change("api_disclosure", 403, "disclosure", sent={"text": "I work there."}, **rules(200)),
    take_out("api_disclosure", 403, "disclosure", **rules(204)),
    ask("api_blocked_terms", 403, administrator=200, **STUDIO),
    tell("api_blocked_terms", 403, sent={"term": "always", "reason": "Nobody can."}, **rules(201)),
    change("api_blocked_term", 403, "term", sent={"reason": "Really."}, **rules(200)),
    take_out("api_blocked_term", 403, "term", **rules(204)),
    tell("api_approve_story", 403, "review", sent={"version": 1}, approver=200),
    tell("api_send_back_story", 403, "review", sent={"version": 1, "note": "The figure?"}, approver=200),
    tell("api_previews", 403, sent={"url": "https://northwind.example/news/x"}, curator=202, limited=202),
    ask("api_preview", 403, "preview", **near(200)),
    tell("api_make_story", 403, "preview", **near(201)),
    tell("api_write_story", 403, sent={"kind": "article"}, curator=201, limited=201),
    tell("api_translate_story", 403, "draft", sent={"language": "de"}, **near(201)),
    ask("api_templates", 403, **STUDIO),
    tell("api_templates", 403, sent={"story": "@draft", "name": "The weekly one"}, **near(201)),
    tell("api_template", 403, "template", **near(201)),
    take_out("api_template", 403, "template", **near(200)),
    tell("api_restore_template", 403, "removed", **near(200)),
    # A file comes as a form; test_attachments.py sends one.
    tell("api_attachments", 403, curator=400, limited=400),
    ask("api_ideas", 200),
    tell("api_ideas", 201, sent={"text": WORDS}),
    ask("api_studio_ideas", 403, **STUDIO),
    tell("api_take_idea", 403, "idea", **STUDIO),
    tell("api_answer_idea", 403, "idea", sent={"answer": "We wait for the snow."}, **STUDIO),
    ask("api_feeds", 403, **STUDIO),
    tell("api_feeds", 403, sent={"url": "https://northwind.example/feed.xml"}, curator=201, limited=201),
    tell("api_stop_feed", 403, "feed", **STUDIO),
    tell("api_check_feed", 403, "feed", curator=202, limited=202),
    ask("api_entries", 403, **STUDIO),
    tell("api_take_entry", 403, "entry", curator=202, limited=202),
    tell("api_dismiss_entry", 403, "entry", **STUDIO),
    tell("api_restore_entry", 403, "entry", **STUDIO),
    ask("api_objectives", 403, leader=200, **STUDIO),
    tell("api_objectives", 403, sent=OBJECTIVE, curator=201),
    ask("api_objective", 403, "objective", leader=200, **STUDIO),
    tell("api_milestones", 403, "objective", sent={"due_on": "2026-09-01", "value": "20"}, curator=201),
    tell(
        "api_measurements",
        403,
        "objective",
        sent={"on": "2026-03-01", "value": "20", "source": "survey", "sample_size": 400},
        curator=201,
    ),
    tell("api_campaigns", 403, "objective", sent={"name": "Spring"}, curator=201),
    # -- points and the report
    ask("api_standings", 200),
    tell("api_choose_board", 200, sent={"choice": "named"}),
    ask("api_points", 200),
    ask("api_report", 403, leader=200),
    ask("api_assumptions", 403, leader=200, administrator=200),
    change("api_assumption", 403, "=linkedin", "=colleague_share", sent=SUPPOSED, leader=200, administrator=200),
    take_out("api_assumption", 403, "=linkedin", "=colleague_share", leader=204, administrator=204),
    # -- one's own settings
    ask("api_me", 200),
    change(
        "api_me",
        200,
        sent={"name": "Somebody", "job_title": "", "language": "en", "time_zone": "", "wants_mail": True},
    ),
    tell("api_my_erasure", 200),
    take_out("api_my_erasure", 204),
    ask("api_my_followers", 200),
    change("api_my_followers_on", 200, "=linkedin", sent={"band": "100-499"}),
    take_out("api_my_followers_on", 204, "=linkedin"),
    ask("api_my_interests", 200),
    change("api_my_interests", 200, sent={"topics": []}),
    ask("api_policy", 200),
    tell("api_policy", 400, sent={"version": 1}),
    ask("api_policy_readers", 403, administrator=200),
    ask("api_notifications", 200),
    tell("api_notifications_read", 200),
    ask("api_tokens", 200),
    tell("api_tokens", 201, sent={"name": "Spreadsheet"}),
    take_out("api_token", 404, "token", employee=204),
    # -- the company
    ask("api_people", 403, administrator=200),
    tell("api_people", 403, sent={"email": "new@northwind.example"}, administrator=201),
    ask("api_person", 403, "employee", administrator=200),
    change("api_person_team", 403, "employee", sent={"team": "@empty_team"}, administrator=200),
    tell("api_person_leaving", 403, "employee", administrator=200),
    take_out("api_person_leaving", 403, "leaver", administrator=200),
    ask("api_person_roles", 403, "colleague", administrator=200),
    tell("api_person_roles", 403, "employee", sent={"role": "leader"}, administrator=201),
    take_out("api_person_role", 403, "colleague", "grant", administrator=204),
    ask("api_teams", 403, administrator=200),
    tell("api_teams", 403, sent={"name": "Stations"}, administrator=201),
    ask("api_team", 403, "team", administrator=200),
    change("api_team", 403, "empty_team", sent={"name": "Night", "parent": None}, administrator=200),
    take_out("api_team", 403, "empty_team", administrator=204),
    ask("api_company", 403, administrator=200),
    change("api_company", 403, sent=COMPANY, administrator=200),
    ask("api_brand_accounts", 403, administrator=200),
    tell("api_brand_accounts", 403, sent={"network": "linkedin", "handle": "northwind"}, administrator=201),
    take_out("api_brand_account", 403, "account", administrator=204),
    tell(
        "api_brand_account_followers",
        403,
        "account",
        sent={"followers": 1000, "on": "2026-03-01"},
        administrator=200,
    ),
    ask("api_audit_entries", 403, administrator=200),
    ask("api_schema", 200),
)
