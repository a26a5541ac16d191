from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import numbers, states
from marketplace.accounts.states import ACCOUNT, ENTERS, AccountState, MailState, Role
from marketplace.core import clock
from marketplace.core.ids import public_id
from marketplace.core.machine import Machine, Stateful

LOCALES = [("en", "English"), ("ru", "Русский"), ("kk", "Қазақша")]
# What stands in the place of an erased person's address: `.invalid` is nobody's, ever.
TOMBSTONE = "@erased.invalid"
E164 = r"^\+[1-9][0-9]{6,14}$"


class PeopleManager(UserManager["User"]):
    """Accounts are made with an e-mail address instead of a user name."""

    use_in_migrations = True

    def lock(self, person_id: int) -> "User":
        """The account, locked until the transaction ends. Raises DoesNotExist."""
        return self.select_for_update().get(pk=person_id)

    def _create_user(self, email: str, password: str | None, **fields: Any) -> "User":
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # type: ignore[override]
        return self._create_user(email, password, **{"is_staff": False, "is_superuser": False, **fields})

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":  # type: ignore[override]
        return self._create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser, Stateful):  # type: ignore[django-manager-missing]
    """A person with an account. Everybody is a client; who has a profile is a specialist too; staff are in groups."""

    machine = ACCOUNT

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name"), max_length=80, blank=True)
    locale = models.CharField(_("language"), max_length=5, default="en", choices=LOCALES)
    timezone = models.CharField(_("time zone"), max_length=40, blank=True)
    state = models.CharField(
        _("state"), max_length=20, default=AccountState.ACTIVE, db_default=AccountState.ACTIVE, editable=False
    )
    state_since = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    # Chosen by who is both; until then specialists see a specialist's menus.
    acting_as = models.CharField(
        _("acting as"), max_length=10, choices=Role, blank=True, default="", db_default="", editable=False
    )
    # Why staff limited or suspended the account, in words for its owner.
    state_note = models.TextField(max_length=2000, blank=True, db_default="", editable=False)
    limited_until = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    # E.164, and empty for none. Nobody else sees it.
    phone = models.CharField(_("phone number"), max_length=16, blank=True, default="", db_default="", editable=False)
    phone_verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The sizes of the person's own picture: every page with the menu shows it, and reads it with this row.
    face = models.JSONField(null=True, blank=True, editable=False)
    # Since when whatever was begun earlier to get in leads nowhere: mailed codes, sign-ins half way.
    secured_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("An account with this e-mail exists already."),
            ),
            ACCOUNT.constraint("account_state"),
            models.CheckConstraint(
                condition=Q(is_active=True, state__in=ENTERS) | (Q(is_active=False) & ~Q(state__in=ENTERS)),
                name="account_enters",
            ),
            models.CheckConstraint(
                condition=Q(limited_until=None) | Q(state=AccountState.LIMITED), name="account_limited_until"
            ),
            models.CheckConstraint(
                condition=~Q(state=AccountState.ERASED) | Q(email__endswith=TOMBSTONE, display_name="", phone=""),
                name="account_erased",
            ),
            models.CheckConstraint(condition=Q(phone="") | Q(phone__regex=E164), name="user_phone"),
            models.CheckConstraint(condition=Q(phone_verified_at=None) | ~Q(phone=""), name="user_phone_verified"),
            models.UniqueConstraint(
                fields=["phone"], condition=Q(phone_verified_at__isnull=False), name="user_phone_once"
            ),
        ]
        permissions = [
            ("sanction_user", _("Can limit, suspend and lift accounts")),
            ("reset_second_factor", _("Can reset the second factor of others")),
            ("view_as_user", _("Can see the site as somebody else")),
        ]

    def __str__(self) -> str:
        return gettext("Deleted user") if self.state == AccountState.ERASED else self.display_name or self.email

    @property
    def acting_role(self) -> Role:
        """The role whose menus the person sees."""
        is_both = hasattr(self, "specialist")
        return Role.SPECIALIST if is_both and self.acting_as != Role.CLIENT else Role.CLIENT

    @property
    def phone_shown(self) -> str:
        """The number as people read it: +7 701 234 5678."""
        return numbers.shown(self.phone)

    @property
    def is_phone_verified(self) -> bool:
        """Whether the number is proved to be the person's."""
        return self.phone_verified_at is not None

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations to become staff."""

    def open(self) -> Self:
        """Neither accepted nor withdrawn; their time may be over."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def lock(self) -> Self:
        """The same rows, each locked until the transaction ends."""
        return self.select_for_update(of=("self",))


class Invitation(models.Model):
    """Somebody is asked to become staff. The mailed link proves the address; of its key only a digest is kept."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=20)
    locale = models.CharField(_("language of the mail"), max_length=5, default="en", choices=LOCALES)
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=Q(accepted_at=None, withdrawn_at=None), name="invitation_open_once"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("sent_at")), name="invitation_lives"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                name="invitation_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.role}"

    @property
    def is_open(self) -> bool:
        """Whether it can be sent again and withdrawn; its link may be too old."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def is_over(self) -> bool:
        """Whether the link is too old."""
        return self.expires_at <= clock.now()


class TokenFamily(models.Model):
    """All refresh tokens that descend from one sign-in of an app. The row is the lock on every one of them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="token_families")
    session_key = models.CharField(max_length=40, db_index=True)
    started_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "token families"

    def __str__(self) -> str:
        return f"{self.user_id} since {self.started_at:%Y-%m-%d}"


class RefreshToken(models.Model):
    """One refresh token, used once. All that is signed is kept, so the token can be built again letter by letter."""

    family = models.ForeignKey(TokenFamily, models.CASCADE, related_name="tokens")
    parent = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="successor")
    jti = models.UUIDField(unique=True)
    sid = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("issued_at")), name="refresh_token_lives"),
        ]

    def __str__(self) -> str:
        return str(self.jti)


class OutgoingMail(models.Model):
    """A mail on its way. Its text is wiped once it is sent: codes are secrets.

    Until it is over, `due_at` says when to look at it next: after a pause, or when whoever is sending it must be dead.
    """

    SAID: ClassVar[tuple[str, ...]] = ("text", "html")

    to = models.EmailField(max_length=320)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "outgoing mail"
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[MailState.QUEUED, MailState.SENDING]),
                name="outgoing_mail_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="outgoing_mail_state"),
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False), name="outgoing_mail_sent_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"


class OutgoingText(models.Model):
    """A text message on its way, as a mail is."""

    SAID: ClassVar[tuple[str, ...]] = ("text",)

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    to = models.CharField(max_length=16)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[MailState.QUEUED, MailState.SENDING]),
                name="outgoing_text_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="outgoing_text_state"),
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False), name="outgoing_text_sent_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"


class PhoneCode(models.Model):
    """The code that was sent last to a person's number, as a keyed digest; gone once it is used or the number is."""

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    phone = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("sent_at")), name="phone_code_lives"),
            models.CheckConstraint(condition=Q(tries__lte=3), name="phone_code_tries"),
        ]

    def __str__(self) -> str:
        return f"of {self.person_id}"


class DataRequest(Stateful):
    """Somebody asks for a copy of what is kept about them, or to be forgotten. `file` is the copy while it is there."""

    machine: ClassVar[Machine] = states.DATA_REQUEST

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="data_requests")
    kind = models.CharField(max_length=10, choices=states.DataKind)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # What staff wrote who asked in the person's place.
    reason = models.CharField(max_length=500, blank=True)
    file = models.FileField(max_length=120, blank=True)
    bytes = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    # Of an erasure, when it is carried out; of a copy, when it goes.
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [
            states.DATA_REQUEST.constraint("data_request_state"),
            models.CheckConstraint(condition=Q(kind__in=states.DataKind.values), name="data_request_kind"),
            models.CheckConstraint(
                condition=Q(kind=states.DataKind.EXPORT) | Q(due_at__isnull=False), name="data_request_erasure_is_due"
            ),
            models.CheckConstraint(
                condition=(Q(state=states.DataState.READY) & ~Q(file="") & Q(due_at__isnull=False))
                | (~Q(state=states.DataState.READY) & Q(file="")),
                name="data_request_file",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state__in=states.OPEN), name="data_request_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}: {self.state}"


class ErasedAccount(models.Model):
    """Whom we have forgotten, and when, as numbers: after a restore from an older backup it is done again."""

    account_id = models.BigIntegerField(primary_key=True)
    erased_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.account_id} on {self.erased_at:%Y-%m-%d}"
