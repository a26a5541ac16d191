"""What search engines and other sites are told: sitemaps, robots, canonical addresses, structured data, previews."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.models import ArticlePage, Author
from marketplace.accounts.models import User
from marketplace.media.models import Rendition
from marketplace.media.renditions import Focus, sizes
from marketplace.media.states import Format
from marketplace.projects.models import ProjectPhoto
from pages import tree
from screens import sitemaps
from tests.cast import profile_of, project_of

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HERE = "http://localhost:8000"


def document(client: Client, path: str) -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"].startswith("application/xml")
    return ET.fromstring(response.content)  # noqa: S314 - our own answer


def places(found: ET.Element) -> list[str]:
    return [place.text or "" for place in found.iterfind(".//s:loc", NAMES)]


def structured(html: str) -> list[dict[str, Any]]:
    found = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    return [part for one in found for part in one.get("@graph", [one])]


def of_type(html: str, kind: str) -> dict[str, Any]:
    [found] = [one for one in structured(html) if one["@type"] == kind]
    return found


def meta(html: str, name: str) -> str:
    [found] = re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', html)
    return str(found)


class TestSitemaps:
    def test_the_index_leads_to_every_public_listing_in_every_language(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam))
        listed = [
            place
            for part in places(document(client, "/sitemap.xml"))
            for place in places(document(client, part.removeprefix(HERE)))
        ]
        for path in (project.get_absolute_url(), project.specialist.get_absolute_url(), "/", "/projects/", "/blog/"):
            assert [listed.count(f"{HERE}{prefix}{path}") for prefix in ("", "/ru", "/kk")] == [1, 1, 1]

    def test_each_entry_names_its_other_languages(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam))
        found = document(client, f"/sitemaps/projects-{project.pk // sitemaps.WIDTH}.xml")
        links = {link.get("hreflang"): link.get("href") for link in found[0].iterfind("x:link", NAMES)}
        path = project.get_absolute_url()
        assert links == {
            "en": HERE + path,
            "ru": f"{HERE}/ru{path}",
            "kk": f"{HERE}/kk{path}",
            "x-default": HERE + path,
        }

    def test_an_article_is_listed_in_its_own_language_alone(self, client: Client) -> None:
        article = ArticlePage(title="Ода дубу", slug="oda", intro="О столах.", language="ru")
        tree.blog().add_child(instance=article)
        found = document(client, f"/sitemaps/articles-{article.pk // sitemaps.WIDTH}.xml")
        assert places(found) == [f"{HERE}/ru/blog/oda/"]

    def test_the_lists_are_there_and_those_of_each_subject_and_author(self, client: Client) -> None:
        article = ArticlePage(title="A small bath", intro="Two metres.", author=Author.objects.create(name="Ann Oak"))
        article.tags.add("свет")
        tree.blog().add_child(instance=article)
        draft = ArticlePage(title="Unfinished", intro="Later.", live=False)
        draft.tags.add("secret")
        tree.blog().add_child(instance=draft)
        listed = [place for place in places(document(client, "/sitemaps/lists.xml")) if "/ru/" not in place]
        expected = ["/projects/", "/specialists/", "/blog/tags/%D1%81%D0%B2%D0%B5%D1%82/", "/blog/authors/ann-oak/"]
        assert [place for place in listed if "/kk/" not in place] == [f"{HERE}{path}" for path in expected]
        assert all(client.get(path).status_code == 200 for path in expected)

    def test_what_is_not_public_is_not_listed(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam), state="draft")
        cache.clear()
        assert [place for place in places(document(client, "/sitemap.xml")) if "projects-" in place] == []
        assert client.get(f"/sitemaps/projects-{project.pk // sitemaps.WIDTH}.xml").status_code == 404

    @pytest.mark.parametrize("path", ["/sitemaps/users-0.xml", "/sitemaps/projects-999999999999999.xml"])
    def test_unknown_slices_are_not_there(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_a_slice_is_one_statement_for_any_number_of_listings(
        self, client: Client, sam: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        profile = profile_of(sam)
        project = [project_of(profile) for _ in range(3)].pop()
        with django_assert_num_queries(1):
            client.get(f"/sitemaps/projects-{project.pk // sitemaps.WIDTH}.xml")

    def test_robots_are_kept_out_of_what_is_private_and_shown_the_map(self, client: Client) -> None:
        lines = client.get("/robots.txt").content.decode().splitlines()
        assert lines[0] == "User-agent: *"
        assert {"Disallow: /admin/", "Disallow: /favourites/", "Disallow: /ru/favourites/"} <= set(lines)
        assert lines[-1] == f"Sitemap: {HERE}/sitemap.xml"


class TestOneAddressForOnePage:
    def test_a_list_is_canonical_and_its_combinations_are_not_indexed(self, client: Client, sam: User) -> None:
        project_of(profile_of(sam))
        plain = client.get("/projects/?sort=newest").content.decode()
        assert '<link rel="canonical" href="http://localhost:8000/projects/">' in plain
        assert '<link rel="alternate" hreflang="kk" href="http://localhost:8000/kk/projects/">' in plain
        assert "noindex" not in plain
        for query in ("?category=kitchens", "?q=oak", "?city=almaty&room=bath"):
            narrowed = client.get(f"/projects/{query}").content.decode()
            assert '<meta name="robots" content="noindex, follow">' in narrowed
            assert 'rel="canonical"' not in narrowed
            assert "hreflang" not in narrowed

    def test_a_profile_reached_from_a_project_is_the_profile(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam))
        address = project.specialist.get_absolute_url()
        page = client.get(f"{address}?from={project.public_id}").content.decode()
        assert f'<link rel="canonical" href="{HERE}{address}">' in page


class TestStructuredData:
    def test_a_project_is_a_work_with_a_gallery_and_breadcrumbs(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam), title="Sage & oak </script><b>kitchen")
        photo = ProjectPhoto.objects.filter(project=project).order_by("position")[0]
        Rendition.objects.create(
            asset=photo.asset, name="full1600", format="jpeg", file="images/a.jpg", bytes=1, width=1600, height=1200
        )
        page = client.get(project.get_absolute_url()).content.decode()
        work, gallery = of_type(page, "CreativeWork"), of_type(page, "ImageGallery")
        assert work["name"] == "Sage & oak </script><b>kitchen"
        assert work["creator"] == {
            "@type": "Organization",
            "name": "Sam",
            "url": HERE + project.specialist.get_absolute_url(),
        }
        assert gallery["image"] == [
            {"@type": "ImageObject", "contentUrl": f"{HERE}/media/images/a.jpg", "width": 1600, "height": 1200}
        ]
        crumbs = of_type(page, "BreadcrumbList")["itemListElement"]
        assert [(one["position"], one["name"]) for one in crumbs] == [
            (1, "Home"),
            (2, "Projects"),
            (3, "Kitchens"),
            (4, project.title),
        ]
        assert crumbs[3]["item"] == HERE + project.get_absolute_url()

    @pytest.mark.parametrize(("kind", "expected"), [("person", "Person"), ("company", "LocalBusiness")])
    def test_a_specialist_is_a_person_or_a_business(self, client: Client, sam: User, kind: str, expected: str) -> None:
        profile = profile_of(sam, kind=kind)
        page = client.get(profile.get_absolute_url()).content.decode()
        found = of_type(page, expected)
        assert (found["name"], found["address"]["addressLocality"]) == ("Sam", "Almaty")
        assert of_type(page, "BreadcrumbList")["itemListElement"][1]["name"] == "Specialists"

    def test_the_first_page_names_the_site_and_its_search(self, client: Client) -> None:
        tree.home()
        page = client.get("/").content.decode()
        assert of_type(page, "Organization")["url"] == f"{HERE}/"
        action = of_type(page, "WebSite")["potentialAction"]
        assert action["target"]["urlTemplate"] == f"{HERE}/projects/?q={{search_term_string}}"


class TestPreviews:
    def test_a_project_is_shared_with_its_picture_in_the_right_shape(self, client: Client, sam: User) -> None:
        project = project_of(profile_of(sam))
        photo = ProjectPhoto.objects.filter(project=project).order_by("position")[0]
        Rendition.objects.create(
            asset=photo.asset, name="social1200", format="jpeg", file="images/s.jpg", bytes=1, width=1200, height=630
        )
        for path in (project.get_absolute_url(), project.specialist.get_absolute_url()):
            page = client.get(path).content.decode()
            assert meta(page, "og:url") == HERE + path
            assert meta(page, "og:image") == meta(page, "twitter:image") == f"{HERE}/media/images/s.jpg"
            assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == ("1200", "630")
            assert meta(page, "twitter:card") == "summary_large_image"
        assert meta(client.get(project.get_absolute_url()).content.decode(), "og:description") == "A calm kitchen."

    @pytest.mark.parametrize("path", ["/", "/projects/", "/ru/specialists/", "/blog/", "/accounts/login/"])
    def test_a_page_without_a_picture_shows_the_houses(self, client: Client, path: str) -> None:
        tree.blog()
        page = client.get(path).content.decode()
        assert meta(page, "og:image") == f"{HERE}/static/design/img/share.jpg"
        assert meta(page, "og:locale") == ("ru_RU" if path.startswith("/ru/") else "en_GB")


def test_a_photo_gets_the_shape_of_a_preview_as_jpeg_alone() -> None:
    made = {
        size.name: (size.width, size.height, [form.value for form in Format if size.is_made_as(form)])
        for size in sizes("image", 1600, 1200, Focus())
    }
    assert made["social1200"] == (1200, 630, ["jpeg"])
    assert made["card640"] == (640, 480, ["avif", "webp", "jpeg"])


@pytest.mark.parametrize("person", ["visitor", "owner"])
def test_the_language_changes_and_the_page_stays(client: Client, sam: User, person: str) -> None:
    project = project_of(profile_of(sam))
    if person == "owner":
        client.force_login(sam)
    own = ["/specialist/projects/new/", f"/specialist/projects/{project.public_id}/statistics/?window=7", "/account/"]
    everybody = ["/", "/projects/?room=bath&q=oak", project.get_absolute_url(), "/blog/", "/accounts/login/?next=/"]
    for path in own if person == "owner" else everybody:
        answer = client.post("/language/", {"language": "kk", "next": path})
        assert (answer.status_code, answer["Location"]) == (302, f"/kk{path}")
        page = client.get(answer["Location"])
        assert (page.status_code, b'<html lang="kk"' in page.content) == (200, True), path
        back = client.post("/language/", {"language": "en", "next": answer["Location"]})
        assert back["Location"] == path
