"""What the company supposes in the place of the priors, and the page that explains the report."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import AuditEntry, CompanySettings, Person
from leaderboard import assumptions
from leaderboard.amplification.distributions import Beta, Fixed, LogNormal
from leaderboard.models import Assumption
from tests.accounts.factories import FollowerCountFactory

ClientOf = Callable[[Person], Client]
SAID = {"low": 0.2, "middle": 0.3, "high": 0.4, "source": "A survey among 40 colleagues"}


@pytest.mark.parametrize("known", [Beta(0.25, 14), Beta(0.001, 2000), Beta(0.4, 4), LogNormal(3, 1.1, 8)])
def test_ends_hold_eight_of_ten(known: Beta | LogNormal) -> None:
    low, high = known.ends
    draws = known.draw(np.random.default_rng(3), 200_000)
    if isinstance(known, LogNormal):
        assert (low, high) == (known.low, known.high)
    else:
        assert np.mean(draws < low) == pytest.approx(0.1, abs=0.004)
        assert np.mean(draws > high) == pytest.approx(0.1, abs=0.004)


def test_ends_of_what_is_known_are_itself() -> None:
    assert Fixed(7).ends == (7, 7)


def test_listed_names_every_input_with_its_basis(leader: Person, now: datetime) -> None:
    lines = assumptions.listed(on=now.date())
    assert {line.input for line in lines if line.is_shown} == set(Assumption.Input.values)
    assert len(lines) > 20
    assert all(line.basis and line.low <= line.middle <= line.high for line in lines)
    assert all(line.high < 1 for line in lines if line.is_part)


def test_listed_takes_followers_from_those_who_told(company: CompanySettings, now: datetime) -> None:
    FollowerCountFactory.create_batch(30, least=200, most=200, on=now.date())
    line = assumptions.of(network="linkedin", key="followers", on=now.date())
    assert line is not None
    assert (line.middle, line.badge.value) == (200, "measured")


def test_suppose_replaces_and_is_written_down(leader: Person, now: datetime) -> None:
    for middle in (0.25, 0.3):
        assumptions.suppose(network="linkedin", key="colleague_share", by=leader, now=now, **{**SAID, "middle": middle})
    line = assumptions.of(network="linkedin", key="colleague_share", on=now.date())
    assert line is not None
    assert line.own is not None
    assert (line.own.middle, line.own.source, line.own.chosen_by) == (0.3, SAID["source"], leader)
    assert AuditEntry.objects.filter(action="assumptions.suppose", by=leader).count() == 2


def test_reset_goes_back_once(administrator: Person, now: datetime) -> None:
    assumptions.suppose(network="linkedin", key="colleague_share", by=administrator, now=now, **SAID)
    assert assumptions.reset(network="linkedin", key="colleague_share", by=administrator, now=now)
    assert not assumptions.reset(network="linkedin", key="colleague_share", by=administrator, now=now)
    assert AuditEntry.objects.filter(action="assumptions.reset").count() == 1
    assert not Assumption.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"low": 0.35}, assumptions.OutOfOrder),
        ({"low": 0}, assumptions.OutOfOrder),
        ({"high": float("nan")}, assumptions.OutOfOrder),
        ({"high": 1.0}, assumptions.OutOfOrder),
        ({"source": " "}, assumptions.SourceMissing),
        ({"network": "email"}, assumptions.UnknownInput),
        ({"key": "win_rate"}, assumptions.UnknownInput),
    ],
)
def test_suppose_refuses(wrong: dict[str, object], error: type[ValidationError], leader: Person, now: datetime) -> None:
    said = {"network": "linkedin", "key": "colleague_share", **SAID, **wrong}
    with pytest.raises(error):
        assumptions.suppose(by=leader, now=now, **said)  # type: ignore[arg-type]
    assert not Assumption.objects.exists()


def test_suppose_is_not_for_everybody(employee: Person, now: datetime) -> None:
    with pytest.raises(assumptions.NotYours):
        assumptions.suppose(network="linkedin", key="colleague_share", by=employee, now=now, **SAID)
    with pytest.raises(assumptions.NotYours):
        assumptions.reset(network="linkedin", key="colleague_share", by=employee, now=now)


def test_page_takes_per_cent(leader: Person, client_of: ClientOf) -> None:
    client = client_of(leader)
    address = reverse("suppose", args=["linkedin", "colleague_share"])
    sent = {"low": "20", "middle": "30", "high": "40", "source": "A survey"}
    assert client.post(address, sent).status_code == 302
    row = Assumption.objects.get()
    assert (row.low, row.middle, row.high) == (0.2, 0.3, 0.4)
    page = client.get(reverse("assumptions")).content.decode()
    assert "Ours: 30% (80%: 20% to 40%). A survey" in page
    assert "Here 3.5 times." in page
    assert reverse("assumptions") in client.get(reverse("report")).content.decode()
    client.post(reverse("reset_assumption", args=["linkedin", "colleague_share"]))
    assert not Assumption.objects.exists()


def test_page_keeps_what_was_wrong(leader: Person, client_of: ClientOf) -> None:
    sent = {"low": "50", "middle": "30", "high": "40", "source": "A survey"}
    answer = client_of(leader).post(reverse("suppose", args=["linkedin", "colleague_share"]), sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The lower end comes first" in page
    assert "<details open>" in page
    assert client_of(leader).post(reverse("suppose", args=["linkedin", "win_rate"]), sent).status_code == 404


def test_api_changes_and_resets(leader: Person, api_of: Callable[[Person], APIClient]) -> None:
    client = api_of(leader)
    address = reverse("api_assumption", args=["linkedin", "followers"])
    said = {"low": 100, "middle": 150, "high": 200, "source": "Counted"}
    assert client.put(address, said, format="json").json()["own"]["middle"] == 150
    mine = [line for line in client.get(reverse("api_assumptions")).json() if line["input"] == "followers"]
    assert mine[0]["own"]["source"] == "Counted"
    assert client.put(address, {**said, "low": 170}, format="json").status_code == 400
    assert client.put(reverse("api_assumption", args=["email", "followers"]), said, format="json").status_code == 404
    assert client.delete(address).status_code == 204
    assert client.delete(reverse("api_assumption", args=["linkedin", "nothing"])).status_code == 404
