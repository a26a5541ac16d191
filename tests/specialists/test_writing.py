"""A person becomes a specialist and edits the profile."""

import pytest

from marketplace.accounts.models import User
from marketplace.core.errors import IllegalTransition, Invalid, LimitReached, NotFound, Stale
from marketplace.media.models import MediaAsset
from marketplace.specialists import limits, offerings, rules, services, transitions
from marketplace.specialists.models import Offering, SpecialistProfile
from tests.cast import almaty, at_once, kitchens, picture_of, profile_of
from tests.specialists.cast import again, avatar_of, complete, fitting, kinds, offering_of, published, standing


def test_a_new_profile_is_an_empty_draft_under_the_persons_name(sam: User) -> None:
    profile = services.create(by=sam)
    assert (profile.name, standing(profile).state, profile.tally.views) == ("Sam", "draft", 0)
    assert rules.missing(profile) == ["headline", "bio", "place", "offerings", "avatar"]
    assert kinds(profile) == ["specialist.created"]


@pytest.mark.django_db(transaction=True)
def test_twenty_calls_at_once_make_one_profile(sam: User) -> None:
    outcomes = at_once(*[lambda: services.create(by=sam).pk] * 20)
    assert len(set(outcomes)) == 1
    assert SpecialistProfile.objects.count() == 1


class TestADraft:
    @pytest.fixture(autouse=True)
    def stage(self, sam: User) -> None:
        self.sam = sam
        self.profile = complete(sam)

    def test_a_change_is_in_the_row_at_once(self) -> None:
        services.update(self.profile.pk, by=self.sam, fields={"headline": "Oak and stone"})
        assert again(self.profile).headline == "Oak and stone"
        assert standing(self.profile).draft is None

    def test_the_same_values_again_change_nothing(self) -> None:
        before = (standing(self.profile).version, kinds(self.profile))
        services.update(self.profile.pk, by=self.sam, fields={"bio": self.profile.bio, "categories": [kitchens()]})
        assert (standing(self.profile).version, kinds(self.profile)) == before

    def test_a_name_is_kept_as_it_is_seen(self) -> None:
        services.update(self.profile.pk, by=self.sam, fields={"name": " Sam\u200b\u202e the\r\n Fitter\x00 "})
        assert again(self.profile).name == "Sam the Fitter"

    @pytest.mark.parametrize(
        ("fields", "at_fault"),
        [
            ({"name": ""}, "name"),
            ({"name": "\u200b \u2060"}, "name"),
            ({"name": "Sam at https://evil.example"}, "name"),
            ({"headline": "x" * 121}, "headline"),
            ({"kind": "robot"}, "kind"),
            ({"radius_km": 0}, "radius_km"),
            ({"years_experience": 71}, "years_experience"),
            ({"latitude": 43.2}, "latitude"),
            ({"latitude": 91.0, "longitude": 0.0}, "latitude"),
            ({"latitude": float("nan"), "longitude": 0.0}, "latitude"),
            ({"languages": ["xx"]}, "languages"),
            ({"state": "published"}, "state"),
            ({"user": None}, "user"),
        ],
    )
    def test_a_wrong_value_is_refused_and_nothing_is_kept(self, fields: dict[str, object], at_fault: str) -> None:
        with pytest.raises(Invalid) as refused:
            services.update(self.profile.pk, by=self.sam, fields={"bio": "New words.", **fields})
        assert refused.value.field == at_fault
        assert again(self.profile).bio == "Twenty years of kitchens."

    def test_an_older_version_is_refused(self) -> None:
        with pytest.raises(Stale):
            services.update(self.profile.pk, by=self.sam, fields={"bio": "Late."}, version=1)
        assert again(self.profile).bio == "Twenty years of kitchens."

    def test_a_stranger_does_not_find_it(self, eve: User) -> None:
        for attempt in (
            lambda: services.update(self.profile.pk, by=eve, fields={"bio": "Mine."}),
            lambda: services.change_avatar(self.profile.pk, by=eve, asset=None),
            lambda: transitions.submit(self.profile.pk, by=eve),
            lambda: offerings.add(self.profile.pk, by=eve, fields={}),
        ):
            with pytest.raises(NotFound):
                attempt()
        assert again(self.profile).bio == "Twenty years of kitchens."

    def test_somebody_elses_picture_cannot_be_the_avatar(self, eve: User) -> None:
        before = self.profile.avatar_id
        for asset in (avatar_of(eve), picture_of(self.sam)):
            with pytest.raises(NotFound) as refused:
                services.change_avatar(self.profile.pk, by=self.sam, asset=asset.public_id)
            assert refused.value.code == "media_unknown"
        assert again(self.profile).avatar_id == before


class TestAPublicProfile:
    @pytest.fixture(autouse=True)
    def stage(self, sam: User, mona: User) -> None:
        self.sam, self.mona = sam, mona
        self.profile = published(sam, mona)

    def update(self, **fields: object) -> None:
        services.update(self.profile.pk, by=self.sam, fields=fields)

    def test_words_wait_for_a_moderator(self) -> None:
        self.update(bio="New words.", headline="New line", years_experience=12)
        profile = again(self.profile)
        assert (profile.bio, profile.headline) == ("Twenty years of kitchens.", "Kitchens that work")
        assert profile.years_experience == 12
        draft = standing(profile).draft.as_object()
        assert (draft.bio, draft.headline, draft.years_experience) == ("New words.", "New line", 12)
        assert standing(profile).submitted_at is not None

    def test_what_shows_at_once_survives_the_approval_of_older_words(self, sam: User) -> None:
        self.update(bio="New words.")
        asked = standing(self.profile)
        self.update(radius_km=80, languages=["kk", "ru"], categories=[])
        new = avatar_of(sam)
        services.change_avatar(self.profile.pk, by=sam, asset=new.public_id)
        assert standing(self.profile).submitted_at == asked.submitted_at
        transitions.approve(self.profile.pk, revision_id=asked.draft_id, by=self.mona)
        profile = again(self.profile)
        assert (profile.bio, profile.radius_km, profile.languages) == ("New words.", 80, ["kk", "ru"])
        assert (list(profile.categories.all()), profile.avatar_id) == ([], new.pk)

    def test_a_second_change_asks_about_both(self) -> None:
        self.update(bio="New words.")
        first = standing(self.profile).draft_id
        self.update(headline="New line")
        draft = standing(self.profile).draft
        assert draft.pk != first
        assert (draft.as_object().bio, draft.as_object().headline) == ("New words.", "New line")

    def test_going_back_to_what_is_public_asks_nobody(self) -> None:
        self.update(bio="New words.")
        self.update(bio="Twenty years of kitchens.")
        assert (standing(self.profile).draft, standing(self.profile).submitted_at) == (None, None)

    def test_a_change_that_was_sent_back_keeps_the_words_and_the_reason(self) -> None:
        self.update(bio="Call 8 700 000.")
        transitions.request_changes(
            self.profile.pk, revision_id=standing(self.profile).draft_id, note="No numbers, please.", by=self.mona
        )
        stand = standing(self.profile)
        assert (stand.state, stand.note, stand.submitted_at) == ("published", "No numbers, please.", None)
        self.update(radius_km=90)
        assert standing(self.profile).submitted_at is None
        assert standing(self.profile).draft.as_object().bio == "Call 8 700 000."

    def test_the_avatar_before_is_released(self) -> None:
        before = self.profile.avatar_id
        services.change_avatar(self.profile.pk, by=self.sam, asset=None)
        assert again(self.profile).avatar_id is None
        assert MediaAsset.objects.filter(pk=before).exists()

    def test_a_suspended_one_cannot_be_edited(self) -> None:
        transitions.suspend(self.profile.pk, note="Fake photos.", by=self.mona)
        with pytest.raises(IllegalTransition):
            self.update(bio="New words.")
        with pytest.raises(IllegalTransition):
            offering_of(self.profile)
        assert (standing(self.profile).draft, self.profile.offerings.count()) == (None, 0)


class TestThePriceList:
    @pytest.fixture(autouse=True)
    def stage(self, sam: User) -> None:
        self.sam = sam
        self.profile = profile_of(sam)

    def add(self, **fields: object) -> Offering:
        values = {"service": fitting(), "title": "Fit a kitchen", "price_type": "from", "price_minor": 150_000_00}
        return offerings.add(self.profile.pk, by=self.sam, fields={**values, **fields})

    def test_lines_keep_their_order_and_the_sites_currency(self) -> None:
        first, second = self.add(), self.add(title="Move a sink", price_type="fixed", price_minor=20_000_00)
        assert [o.pk for o in self.profile.offerings.all()] == [first.pk, second.pk]
        assert (first.currency, first.price_minor) == ("KZT", 150_000_00)

    @pytest.mark.parametrize(
        ("fields", "at_fault"),
        [
            ({"price_minor": None}, "price"),
            ({"price_minor": 0}, "price"),
            ({"price_minor": 10**12 + 1}, "price"),
            ({"price_type": "quote"}, "price"),
            ({"price_type": "gratis"}, "price_type"),
            ({"title": ""}, "title"),
            ({"duration_minutes": 10}, "duration_minutes"),
            ({"currency": "EUR"}, "currency"),
        ],
    )
    def test_a_wrong_line_is_refused(self, fields: dict[str, object], at_fault: str) -> None:
        with pytest.raises(Invalid) as refused:
            self.add(**fields)
        assert refused.value.field == at_fault
        assert self.profile.offerings.count() == 0

    @pytest.mark.parametrize(("first", "second"), [("Fit a kitchen", "FIT A KITCHEN"), ("i", "İ"), ("ё", "Ё")])
    def test_the_same_service_and_title_again_is_refused(self, first: str, second: str) -> None:
        self.add(title=first)
        with pytest.raises(Invalid) as refused:
            self.add(title=second)
        assert (refused.value.code, self.profile.offerings.count()) == ("duplicate", 1)

    def test_a_price_on_request_has_no_price(self) -> None:
        offering = self.add()
        offerings.change(
            self.profile.pk, offering.public_id, by=self.sam, fields={"price_type": "quote", "price_minor": None}
        )
        offering.refresh_from_db()
        assert (offering.price_type, offering.price_minor) == ("quote", None)

    def test_a_line_goes(self) -> None:
        offering = self.add()
        offerings.remove(self.profile.pk, offering.public_id, by=self.sam)
        assert self.profile.offerings.count() == 0
        assert kinds(self.profile) == ["specialist.changed", "specialist.changed"]

    def test_somebody_elses_line_is_not_found(self, eve: User) -> None:
        theirs = offering_of(profile_of(eve))
        with pytest.raises(NotFound):
            offerings.remove(self.profile.pk, theirs.public_id, by=self.sam)
        assert Offering.objects.filter(pk=theirs.pk).exists()

    @pytest.mark.django_db(transaction=True)
    def test_twenty_calls_at_once_do_not_exceed_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "OFFERINGS_MAX", 5)
        fitting()
        outcomes = at_once(*(lambda n=n: self.add(title=f"Line {n}") for n in range(20)))
        assert sum(isinstance(outcome, LimitReached) for outcome in outcomes) == 15
        assert self.profile.offerings.count() == 5
        assert limits.OFFERINGS_MAX == 40


def test_more_kinds_of_work_than_allowed_are_refused(sam: User) -> None:
    profile = services.create(by=sam)
    many = [type(kitchens()).objects.create(slug=f"work-{n}", name_en=f"Work {n}") for n in range(11)]
    with pytest.raises(Invalid) as refused:
        services.update(profile.pk, by=sam, fields={"categories": many, "city": almaty()})
    assert refused.value.field == "categories"
    assert (again(profile).city, again(profile).categories.count()) == (None, 0)
