"""The lists and pages that everybody sees."""

import re

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from design.fragments import pieces
from marketplace.accounts.models import User
from marketplace.projects.models import Project
from search import indexing
from tests.cast import profile_of, project_of

LIST_STATEMENTS = 8
API_STATEMENTS = 3
DETAIL_STATEMENTS = 4


def portfolio(owner: User, number: int) -> list[Project]:
    profile = profile_of(owner)
    projects = [project_of(profile, title=f"Sage kitchen number {index}") for index in range(number)]
    list(indexing.rebuild("project"))
    list(indexing.rebuild("specialist"))
    return projects


@pytest.mark.django_db
class TestTheListOfProjects:
    def test_it_shows_public_projects_with_their_makers(self, client: Client, sam: User) -> None:
        portfolio(sam, 2)
        page = client.get("/projects/").content.decode()
        assert page.count('<article class="pcard">') == 2
        assert "Sage kitchen number 1" in page
        assert "2 projects" in page

    def test_words_filter_it_and_the_chip_takes_them_away(self, client: Client, sam: User) -> None:
        portfolio(sam, 2)
        page = client.get("/projects/?q=kitchen+1").content.decode()
        assert "kitchen 1" in page
        assert "“kitchen 1”" in page

    def test_nothing_found_says_what_to_do(self, client: Client, sam: User) -> None:
        portfolio(sam, 1)
        response = client.get("/projects/?city=nowhere")
        assert response.status_code == 200
        assert "Nothing matches all of this" in response.content.decode()

    @pytest.mark.parametrize("query", ["q=%F0%9F%9A%BF", "price_min=abc", "sort=owner", "near=1,2,3", "category=../x"])
    def test_odd_questions_are_answered(self, client: Client, db: None, query: str) -> None:
        assert client.get(f"/projects/?{query}").status_code == 200

    def test_a_broken_cursor_leads_to_the_first_page(self, client: Client, db: None) -> None:
        response = client.get("/projects/?cursor=broken&city=almaty")
        assert (response.status_code, response["Location"]) == (302, "/projects/?city=almaty")


@pytest.mark.django_db
class TestLanguages:
    @pytest.mark.parametrize("path", ["/ru/projects/", "/kk/specialists/"])
    def test_who_reads_one_language_stays_in_it(self, client: Client, sam: User, path: str) -> None:
        portfolio(sam, 2)
        main = client.get(path).content.decode().split("<main")[1].split("</main>")[0]
        places = re.findall(r'href="(/[^"]*)"', main)
        assert len(places) >= 2
        assert [place for place in places if not place.startswith(path[:4])] == []

    def test_a_page_in_each_language_is_its_own_canonical_one(self, client: Client, sam: User) -> None:
        [project] = portfolio(sam, 1)
        with override("ru"):
            address = project.get_absolute_url()
        assert address == f"/ru/projects/sage-kitchen-number-0-{project.public_id}/"
        page = client.get(address).content.decode()
        assert f'<link rel="canonical" href="http://localhost:8000{address}">' in page
        moved = client.get(f"/ru/projects/old-name-{project.public_id}/?from=mail")
        assert (moved.status_code, moved["Location"]) == (301, f"{address}?from=mail")


@pytest.mark.django_db
class TestRememberedCards:
    """A card is drawn once; what it says is nevertheless always of now and of here."""

    def test_hearts_lead_back_to_the_page_they_are_on(self, client: Client, sam: User) -> None:
        portfolio(sam, 1)
        for path in ("/projects/?room=&q=sage", "/projects/?sort=newest"):
            form = client.get(path).content.decode().split('<form id="favourites-form"')[1].split("</form>")[0]
            assert f'name="next" value="{escape(path)}"' in form

    def test_a_new_title_shows_at_once(self, client: Client, sam: User) -> None:
        [project] = portfolio(sam, 1)
        assert "Sage kitchen number 0" in client.get("/projects/").content.decode()
        Project.objects.filter(pk=project.pk).update(title="Olive kitchen")
        page = client.get("/projects/").content.decode()
        assert "Olive kitchen" in page
        assert "Sage kitchen number 0" not in page

    def test_icons_come_with_a_remembered_card(self, client: Client, sam: User) -> None:
        portfolio(sam, 1)
        pages = {client.get("/projects/").content for _ in range(2)}
        assert [page.count(b'<symbol id="i-heart"') for page in pages] == [1] * len(pages)

    def test_everybody_can_save_signed_in_or_not(self, client: Client, sam: User) -> None:
        portfolio(sam, 1)
        assert "data-favourite" in client.get("/projects/").content.decode()
        client.force_login(sam)
        assert "data-favourite" in client.get("/projects/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 24])
class TestStatements:
    """A list costs the same for any number of rows, whether its cards were drawn before or not."""

    def test_of_the_page(
        self, client: Client, sam: User, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        portfolio(sam, number)
        client.get("/projects/")
        pieces.clear()
        for _ in ("cold", "warm"):
            with django_assert_max_num_queries(LIST_STATEMENTS):
                assert client.get("/projects/").content.count(b'class="pcard"') == number
        client.force_login(sam)
        with django_assert_max_num_queries(LIST_STATEMENTS):
            client.get("/projects/")

    def test_of_the_api(
        self, client: Client, sam: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        portfolio(sam, number)
        client.get("/api/v1/projects/")
        with django_assert_num_queries(API_STATEMENTS):
            client.get("/api/v1/projects/")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 12])
def test_one_project_of_the_api_costs_the_same_for_any_number_of_photos(
    client: Client, sam: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    project = project_of(profile_of(sam), photos=number)
    with django_assert_num_queries(DETAIL_STATEMENTS):
        answer = client.get(f"/api/v1/projects/{project.public_id}/")
    assert len(answer.json()["photos"]) == number


@pytest.mark.django_db
class TestThePageOfAProject:
    def test_an_old_slug_moves_to_the_new_one(self, client: Client, sam: User) -> None:
        [project] = portfolio(sam, 1)
        response = client.get(f"/projects/old-name-{project.public_id}/?a=1")
        assert (response.status_code, response["Location"]) == (301, f"{project.get_absolute_url()}?a=1")

    @pytest.mark.parametrize(
        ("state", "status"), [("draft", 404), ("in_review", 404), ("archived", 410), ("hidden", 410)]
    )
    def test_what_is_not_public_is_unknown_or_gone(
        self, client: Client, sam: User, eve: User, state: str, status: int
    ) -> None:
        project = project_of(profile_of(sam), state=state)
        assert client.get(project.get_absolute_url()).status_code == status
        client.force_login(eve)
        assert client.get(project.get_absolute_url()).status_code == status

    def test_its_owner_sees_it_in_any_state(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam), state="draft")
        client.force_login(sam)
        response = client.get(project.get_absolute_url())
        assert response.status_code == 200
        assert "Only you and our moderators see this page" in response.content.decode()

    def test_a_suspended_specialists_projects_are_not_there(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam, state="suspended"))
        assert client.get(project.get_absolute_url()).status_code == 410


@pytest.mark.django_db
class TestHearts:
    def test_a_heart_saves_without_scripts_and_leads_back(self, client: Client, sam: User, clara: User) -> None:
        [project] = portfolio(sam, 1)
        client.force_login(clara)
        response = client.post(f"/favourites/projects/{project.public_id}/", {"on": "1", "next": "/projects/?q=oak"})
        assert (response.status_code, response["Location"]) == (302, "/projects/?q=oak")
        assert project.title in client.get("/favourites/").content.decode()

    def test_a_script_gets_the_new_state(self, client: Client, sam: User, clara: User) -> None:
        [project] = portfolio(sam, 1)
        client.force_login(clara)
        address = f"/favourites/projects/{project.public_id}/"
        response = client.post(address, {"on": "1"}, headers={"Accept": "application/json"})
        assert response.json() == {"is_favorite": True, "favorites_count": 1}

    def test_next_never_leads_away(self, client: Client, sam: User, clara: User) -> None:
        [project] = portfolio(sam, 1)
        client.force_login(clara)
        response = client.post(f"/favourites/projects/{project.public_id}/", {"on": "1", "next": "//evil.example/"})
        assert response["Location"] == "/favourites/"

    @pytest.mark.parametrize(
        ("referer", "back"),
        [
            ("http://testserver/projects/?q=oak#map", "/projects/%3Fq%3Doak"),
            ("http://evil.example/projects/", "/"),
            ("", "/"),
        ],
    )
    def test_whose_session_ended_comes_back_to_the_page_and_not_to_the_button(
        self, client: Client, referer: str, back: str
    ) -> None:
        response = client.post("/specialist/profile/start/", headers={"referer": referer})
        assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={back}")
