"""One press, one post: what is sent, what is kept back, and what is never sent a second time."""

from datetime import timedelta

import pytest
from django.db import connection as database

from advocacy import connections, publications, shares
from advocacy.models import Claim, Publication, Share, SocialConnection
from advocacy.publishing import answers
from advocacy.publishing.posts import Account, Tokens
from content.models import Story
from tests.advocacy.publishing import servers
from tests.advocacy.test_claims import press_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def share(ready, on_mastodon):
    return ready("mastodon")


@pytest.fixture
def pressed(share, on_mastodon, now):
    return publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)


def send(mastodon, now):
    publications.send(now=now, allowed=[mastodon.pair])
    return Publication.objects.get()


def test_press_leaves_a_row_and_sends_nothing_by_itself(pressed, share, mastodon):
    assert (pressed.state, pressed.text) == ("waiting", shares.text(share=share))
    assert mastodon.statuses == []


def test_press_twice_is_one_post(pressed, share, on_mastodon, mastodon, now):
    again = publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)
    assert again.pk == pressed.pk
    send(mastodon, now)
    send(mastodon, now + timedelta(hours=1))
    assert len(mastodon.statuses) == 1
    with pytest.raises(publications.AlreadyOut):
        publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)


def test_press_for_another_text_than_the_one_shown_is_refused(share, on_mastodon, now):
    with pytest.raises(publications.TextChanged):
        publications.press(share=share, connection=on_mastodon, text="Something else.", now=now)
    assert not Publication.objects.exists()


def test_press_takes_the_ends_of_lines_as_forms_send_them(share, on_mastodon, now):
    text = shares.text(share=share).replace("\n", "\r\n")
    assert publications.press(share=share, connection=on_mastodon, text=text, now=now).state == "waiting"


def test_press_with_an_account_that_has_to_be_connected_again_is_refused(share, on_mastodon, now):
    SocialConnection.objects.update(state="revoked")
    on_mastodon.refresh_from_db()
    with pytest.raises(publications.NoAccount):
        publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)


def test_press_without_a_place_is_refused(share, on_mastodon, claim, now):
    Claim.objects.update(state="expired", ended_at=now)
    share.claim.refresh_from_db()
    with pytest.raises(shares.PlaceGone):
        publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)


def test_words_on_their_way_do_not_change(pressed, claim, now):
    with pytest.raises(shares.OnItsWay):
        shares.open(claim=claim, network="mastodon", words="Other words.", keeps_disclosure=True, now=now)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: Story.objects.update(state="retracted", retract_reason="A figure was wrong."), "retracted"),
        (lambda: Story.objects.update(state="ended"), "over"),
        (lambda: SocialConnection.objects.update(state="expired"), "signed_out"),
        (lambda: SocialConnection.objects.all().delete(), "disconnected"),
        (lambda: Share.objects.update(words="Other words."), "text_changed"),
        (lambda: Share.objects.update(state="withdrawn"), "by_hand"),
    ],
)
def test_what_must_not_go_out_any_more_does_not(pressed, mastodon, change, code, now):
    change()
    publication = send(mastodon, now)
    assert (publication.state, publication.refusal_code) == ("refused", code)
    assert publication.refusal
    assert mastodon.asked == []


def test_a_refusal_is_said_in_the_servers_words_and_keeps_the_text(pressed, share, on_mastodon, mastodon, now):
    mastodon.refuses = "Validation failed: <b>Text</b> character\u202e limit of 500 exceeded" + "!" * 500
    publication = send(mastodon, now)
    assert publication.state == "refused"
    assert publication.refusal.startswith("Mastodon did not take it: “Validation failed: Text character limit of 500")
    assert "<" not in publication.refusal
    assert len(publication.refusal) < 300
    share.refresh_from_db()
    assert share.state == "opened"
    mastodon.refuses = ""
    again = publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)
    assert (again.pk, again.press, again.key) == (publication.pk, 2, f"{publication.public_id}-2")
    assert send(mastodon, now).state == "published"


def test_a_token_that_was_taken_back_asks_for_a_new_connection(pressed, employee, mastodon, now):
    mastodon.tokens.clear()
    publication = send(mastodon, now)
    assert (publication.state, publication.refusal_code) == ("refused", "signed_out")
    assert SocialConnection.objects.get().state == "revoked"
    assert sorted(employee.notifications.values_list("title", flat=True)) == [
        "Connect Mastodon again",
        "Your post on Mastodon did not go out",
    ]


def test_a_server_that_stores_the_post_and_hangs_up_has_it_once(pressed, mastodon, now):
    mastodon.rude["/api/v1/statuses"] = servers.hang_up
    publication = send(mastodon, now)
    assert (publication.state, publication.may_be_out) == ("waiting", True)
    assert len(mastodon.statuses) == 1
    del mastodon.rude["/api/v1/statuses"]
    assert send(mastodon, publication.next_at).state == "published"
    assert len(mastodon.statuses) == 1
    assert mastodon.times("/api/v1/statuses") == 2


def test_a_server_that_never_answers_leaves_it_to_the_person_to_look(pressed, share, employee, mastodon, now):
    mastodon.rude["/api/v1/statuses"] = servers.hang_up
    for _turn in range(10):
        publication = send(mastodon, now)
        now = max(now, publication.next_at)
    assert publication.state == "uncertain"
    assert len(mastodon.statuses) == 1
    assert mastodon.times("/api/v1/statuses") == publications.ATTEMPTS
    assert employee.notifications.get().title == "Is your post out on Mastodon?"


def test_no_send_is_repeated_that_the_server_may_have_forgotten(pressed, mastodon, now):
    mastodon.rude["/api/v1/statuses"] = servers.hang_up
    send(mastodon, now)
    mastodon.keys.clear()  # it does so after an hour
    assert send(mastodon, now + timedelta(minutes=55)).state == "uncertain"
    assert len(mastodon.statuses) == 1


@pytest.mark.parametrize(
    ("rude", "may_be_out", "waits"),
    [
        (servers.broken, True, timedelta(seconds=30)),
        (servers.page, True, timedelta(seconds=30)),
        (servers.busy(240), False, timedelta(seconds=240)),
        (servers.busy(10**6), False, timedelta(hours=1)),
    ],
)
def test_trouble_is_tried_again_later(pressed, mastodon, rude, may_be_out, waits, now):
    mastodon.rude["/api/v1/statuses"] = rude
    publication = send(mastodon, now)
    assert (publication.state, publication.may_be_out) == ("waiting", may_be_out)
    assert publication.next_at == now + waits


def test_what_never_left_is_refused_in_the_end(pressed, mastodon, now):
    mastodon.close()
    for _turn in range(10):
        publication = send(mastodon, now)
        now = max(now, publication.next_at)
    assert (publication.state, publication.refusal_code) == ("refused", "unreachable")


def test_a_server_that_became_internal_is_not_told(pressed, mastodon, now):
    publications.send(now=now, allowed=[])
    publication = Publication.objects.get()
    assert publication.state == "refused"
    assert "An administrator can allow" in publication.refusal
    assert mastodon.asked == []


def test_a_server_that_leads_elsewhere_is_not_followed(pressed, mastodon, now):
    mastodon.rude["/api/v1/statuses"] = servers.leads_to("http://127.0.0.1:1/")
    publication = send(mastodon, now)
    assert (publication.state, publication.refusal_code) == ("refused", "moved")


def test_a_slow_server_is_left_and_asked_again(pressed, mastodon, monkeypatch, now):
    monkeypatch.setattr(answers, "CALL_SECONDS", 0.3)
    mastodon.rude["/api/v1/statuses"] = servers.slow(1.0)
    assert send(mastodon, now).state == "waiting"
    del mastodon.rude["/api/v1/statuses"]
    assert send(mastodon, now + timedelta(minutes=1)).state == "published"
    assert len(mastodon.statuses) == 1


def test_stop_keeps_back_what_was_not_sent(pressed, mastodon, now):
    assert publications.stop(publication=pressed, now=now).refusal_code == "stopped"
    send(mastodon, now)
    assert mastodon.asked == []
    with pytest.raises(publications.NothingToSay):
        publications.stop(publication=pressed, now=now)


def test_stop_after_a_send_without_an_answer_asks_to_look(pressed, mastodon, now):
    mastodon.rude["/api/v1/statuses"] = servers.hang_up
    publication = send(mastodon, now)
    assert publications.stop(publication=publication, now=now).state == "uncertain"


@pytest.mark.parametrize(("is_out", "state", "of_share"), [(True, "published", "posted"), (False, "refused", "opened")])
def test_answer_is_what_the_person_saw(pressed, share, on_mastodon, is_out, state, of_share, now):
    Publication.objects.update(state="uncertain", may_be_out=True)
    with pytest.raises(publications.NotKnown):
        publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)
    publications.answer(publication=pressed, is_out=is_out, permalink="", now=now)
    share.refresh_from_db()
    assert (pressed.state, share.state) == (state, of_share)
    with pytest.raises(publications.NothingToSay):
        publications.answer(publication=pressed, is_out=is_out, permalink="", now=now)


def test_an_overtaken_send_is_repeated_while_the_server_knows_it(pressed, mastodon, now):
    """A worker died between the post and its note."""
    Publication.objects.update(
        state="sending", attempts=1, begun_at=now, may_be_out=True, next_at=now + timedelta(minutes=10)
    )
    assert send(mastodon, now + timedelta(minutes=5)).state == "sending"
    assert send(mastodon, now + timedelta(minutes=10)).state == "published"


def test_the_address_of_a_post_is_not_believed_when_it_is_none(pressed, share, mastodon, now):
    def lying(request, response):
        found = response.get_json() | {"url": "javascript:alert(1)"}
        return servers.said(found)

    mastodon.rude["/api/v1/statuses"] = lying
    assert send(mastodon, now).state == "published"
    share.refresh_from_db()
    assert (share.state, share.permalink) == ("posted", "")


def test_leaving_takes_the_account_along(pressed, employee, mastodon, now):
    employee.left_at = now
    employee.save(update_fields=["left_at"])
    assert connections.forget_leavers(allowed=[mastodon.pair]) == 1
    assert not SocialConnection.objects.exists()
    assert "t0ken" not in mastodon.tokens
    assert send(mastodon, now).refusal_code == "left"
    employee.erase_requested_at = now
    employee.save(update_fields=["erase_requested_at"])
    assert connections.forget_leavers(allowed=[mastodon.pair]) == 1
    assert not Publication.objects.exists()


def test_another_account_does_not_post_what_was_pressed_for_under_the_first(
    pressed, employee, on_mastodon, mastodon, now
):
    other = connections.save(
        person=employee,
        network="mastodon",
        account=Account(home=mastodon.home, remote_id="110", handle="@bob@a.example"),
        tokens=Tokens(access="another"),
        app=on_mastodon.app,
        now=now,
        allowed=[mastodon.pair],
    )
    assert other.public_id != on_mastodon.public_id
    assert "t0ken" not in mastodon.tokens
    assert send(mastodon, now).refusal_code == "disconnected"
    assert mastodon.statuses == []


def test_an_unreadable_token_asks_for_a_new_connection(pressed, settings, mastodon, now):
    settings.TOKEN_KEYS = ["A" * 43 + "="]
    assert send(mastodon, now).refusal_code == "signed_out"
    assert mastodon.asked == []


@pytest.mark.postgresql
@pytest.mark.skipif(database.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_many_workers_send_one_publication_once(pressed, mastodon, now):
    mastodon.rude["/api/v1/statuses"] = servers.slow(0.5)
    mastodon.asked.clear()
    press_at_once([lambda: publications.send(now=now, allowed=[mastodon.pair])] * 6)
    assert mastodon.times("/api/v1/statuses") == 1
    assert Publication.objects.get().state == "published"


@pytest.mark.postgresql
@pytest.mark.skipif(database.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_presses_at_once_are_one_publication(share, on_mastodon, mastodon, now):
    text = shares.text(share=share)
    outcomes = press_at_once([lambda: publications.press(share=share, connection=on_mastodon, text=text, now=now)] * 6)
    assert {outcome.pk for outcome in outcomes} == {Publication.objects.get().pk}


@pytest.mark.postgresql
@pytest.mark.skipif(database.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_words_that_change_while_somebody_presses_never_go_out_unseen(share, claim, on_mastodon, mastodon, now):
    text = shares.text(share=share)
    press_at_once(
        [
            lambda: publications.press(share=share, connection=on_mastodon, text=text, now=now),
            lambda: shares.open(claim=claim, network="mastodon", words="Other words.", keeps_disclosure=False, now=now),
        ]
    )
    publications.send(now=now, allowed=[mastodon.pair])
    assert [status["text"] for status in mastodon.statuses] in ([], [text])
