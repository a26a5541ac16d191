"""A small world that is committed, so that a server of its own sees it: who there is and what they own."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from marketplace.accounts.models import User
from marketplace.analytics.models import Tally
from marketplace.catalog import vocabulary
from marketplace.catalog.models import Category, City, RoomType, Service, Style
from marketplace.projects.models import Project
from marketplace.specialists.models import Offering, SpecialistProfile
from marketplace.verification.models import VerificationRequest
from pages import tree
from search import indexing
from tests.api.server import PASSWORD
from tests.blog.press import article
from tests.cast import almaty, kitchens, picture_of, profile_of, project_of


@dataclass
class World:
    """Clara is a client; Sam a specialist with a project in each state; Eve a specialist who is a stranger to Sam."""

    clara: User
    sam: User
    eve: User
    profile: SpecialistProfile
    strangers: SpecialistProfile
    projects: dict[str, Project]
    offering: Offering
    service: Service
    verification: VerificationRequest


def person(name: str) -> User:
    """Somebody whose address is verified."""
    email = f"{name.lower()}@example.com"
    user = User.objects.create_user(email, PASSWORD, display_name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def build() -> World:
    """The world as each test of the API finds it."""
    clara, sam, eve = person("Clara"), person("Sam"), person("Eve")
    category: Category = kitchens()
    city: City = almaty()
    service = Service.objects.create(slug="island", name_en="Kitchen island", category=category, minutes=60)
    Style.objects.create(slug="loft", name_en="Loft")
    RoomType.objects.create(slug="kitchen", name_en="Kitchen")
    vocabulary.forget()
    article(tree.blog(), "Oak and light")
    profile, strangers = profile_of(sam, city=city, avatar=picture_of(sam)), profile_of(eve, state="draft", city=city)
    profile.categories.add(category)
    states = ("published", "draft", "in_review", "changes_requested", "rejected", "archived", "hidden")
    projects = {state: project_of(profile, state=state, title=f"Sage kitchen, {state}") for state in states}
    offering = Offering.objects.create(
        specialist=profile,
        service=service,
        title="An island",
        price_type="fixed",
        price_minor=45_000_000,
        currency="KZT",
    )
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))
    assert Tally.objects.exists()
    asked = VerificationRequest.objects.create(user=sam, kind="licence", state="submitted")
    return World(clara, sam, eve, profile, strangers, projects, offering, service, asked)
