"""A person's account on a network, and what was posted with it at his press."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models import Person
from advocacy.models.share import Share


class InstanceApp(models.Model):
    """What a Mastodon server knows us by, and how long its posts may be. Secrets are encrypted."""

    home = models.CharField(max_length=300, unique=True)  # its address: https://mastodon.social
    client_id = models.CharField(max_length=300)
    client_secret = models.TextField()
    scopes = models.CharField(max_length=300)
    redirect_uri = models.CharField(max_length=300)  # ours, as it was told to the server
    has_pkce = models.BooleanField(default=False)
    most_characters = models.PositiveIntegerField(default=500)
    characters_per_url = models.PositiveIntegerField(default=23)
    read_at = models.DateTimeField()  # when the server was last asked for its limits

    def __str__(self) -> str:
        return self.home


class SocialConnection(models.Model):
    """An account that a person connected, to post with it. Tokens are encrypted; only its network gets to see them."""

    class State(models.TextChoices):
        CONNECTED = "connected", _("Connected")
        EXPIRED = "expired", _("Its time is over")
        REVOKED = "revoked", _("No longer valid")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    network = models.CharField(max_length=20, choices=networks.choices)
    home = models.CharField(max_length=300)
    app = models.ForeignKey(InstanceApp, models.PROTECT, null=True, blank=True, related_name="+")
    remote_id = models.CharField(max_length=300)
    handle = models.CharField(max_length=420)
    scopes = models.CharField(max_length=300, blank=True)
    access_token = models.TextField()
    refresh_token = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)  # when the person has to connect again
    state = models.CharField(max_length=10, choices=State, default=State.CONNECTED)
    connected_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "network"), name="connection_once"),)
        indexes = (
            models.Index(
                fields=("expires_at",),
                name="connection_to_end",
                condition=Q(state="connected", expires_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.handle

    @property
    def is_usable(self) -> bool:
        return self.state == self.State.CONNECTED


class Publication(models.Model):
    """One text that a person pressed to be posted, as it was shown to him."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        PUBLISHED = "published", _("Posted")
        REFUSED = "refused", _("Not posted")
        UNCERTAIN = "uncertain", _("Not known")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    share = models.OneToOneField(Share, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    connection = models.ForeignKey(SocialConnection, models.SET_NULL, null=True, blank=True, related_name="+")
    handle = models.CharField(max_length=420)  # as it was shown
    text = models.TextField()  # as it was shown
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    press = models.PositiveSmallIntegerField(default=1)  # which of his presses this is
    pressed_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)  # since that press
    begun_at = models.DateTimeField(null=True, blank=True)  # the first of them
    next_at = models.DateTimeField()
    may_be_out = models.BooleanField(default=False)  # something was sent, and no answer came
    remote_id = models.CharField(max_length=300, blank=True)
    permalink = models.CharField(max_length=500, blank=True)
    refusal_code = models.CharField(max_length=40, blank=True)
    refusal = models.CharField(max_length=500, blank=True)  # the sentence for the person
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("next_at",), name="publication_to_send", condition=Q(state__in=("waiting", "sending"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.handle}: {self.get_state_display()}"

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.WAITING, self.State.SENDING)

    @property
    def key(self) -> str:
        """What the network knows this very press by; the first press by the row's own id."""
        return str(self.public_id) if self.press == 1 else f"{self.public_id}-{self.press}"
