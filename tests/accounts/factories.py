"""People, teams and roles for tests."""

import hashlib
from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.models import (
    ApiToken,
    BrandAccount,
    BrandFollowers,
    CompanySettings,
    FollowerCount,
    Notification,
    Person,
    RoleGrant,
    Team,
)

THEN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = CompanySettings
        django_get_or_create = ("id",)

    id = 1
    name = "Northwind Rail"
    short_name = "Northwind"
    domains = ["northwind.example"]
    time_zone = "Europe/Berlin"
    disclosure = "I work at Northwind Rail."


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda number: f"Team {number}")
    parent = None

    @classmethod
    def _create(cls, model_class: type[Team], *args: object, **kwargs: object) -> Team:
        team = super()._create(model_class, *args, **kwargs)
        team.path = f"{team.parent.path if team.parent else '/'}{team.pk}/"
        team.save(update_fields=["path"])
        return team


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    class Params:
        left = factory.Trait(is_active=False, left_at=THEN + timedelta(days=30))

    email = factory.Sequence(lambda number: f"person.{number}@northwind.example")
    name = factory.Sequence(lambda number: f"Person {number}")
    job_title = "Planner"
    language = "en"
    joined_at = THEN
    password = "!not-usable"


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    person = factory.SubFactory(PersonFactory)
    role = RoleGrant.Role.CURATOR
    team = None
    granted_at = THEN


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    person = factory.SubFactory(PersonFactory)
    key = factory.Sequence(lambda number: f"key-{number}")
    title = "Your story is live"
    text = "Colleagues can take it up now."
    path = "/library/"
    created_at = THEN
    next_attempt_at = THEN


class ApiTokenFactory(DjangoModelFactory):
    """`secret` is the part after the prefix; the whole key is fh_<prefix>_<secret>."""

    class Meta:
        model = ApiToken

    class Params:
        secret = "s" * 43

    person = factory.SubFactory(PersonFactory)
    name = "Spreadsheet"
    prefix = factory.Sequence(lambda number: f"p{number:07d}")
    digest = factory.LazyAttribute(lambda made: hashlib.sha256(f"fh_{made.prefix}_{made.secret}".encode()).hexdigest())
    created_at = THEN
    expires_at = THEN + timedelta(days=365)


class BrandAccountFactory(DjangoModelFactory):
    class Meta:
        model = BrandAccount

    network = "linkedin"
    handle = factory.Sequence(lambda number: f"northwind-{number}")


class BrandFollowersFactory(DjangoModelFactory):
    class Meta:
        model = BrandFollowers

    account = factory.SubFactory(BrandAccountFactory)
    on = THEN.date()
    followers = 1_000


class FollowerCountFactory(DjangoModelFactory):
    class Meta:
        model = FollowerCount

    person = factory.SubFactory(PersonFactory)
    network = "linkedin"
    least = 100
    most = 499
    source = FollowerCount.Source.PERSON
    on = THEN.date()
