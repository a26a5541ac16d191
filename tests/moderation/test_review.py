"""Moderators look at what waits, beside what is public, and decide about what they saw."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config.env import ROOT
from marketplace.accounts import groups
from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.moderation import desks
from marketplace.moderation.views import happened
from marketplace.projects.models import ProjectStanding
from marketplace.specialists import services, transitions
from marketplace.specialists.models import SpecialistProfile
from tests.cast import profile_of, project_of
from tests.moderation.conftest import enter
from tests.specialists.cast import again, complete, offering_of, published, standing

QUEUE = "/admin/moderation/"
LIST = "/admin/specialists/"


def page(profile: SpecialistProfile) -> str:
    return reverse("moderation_review", args=["specialist", profile.pk])


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def decide(
    desk: Client, profile: SpecialistProfile, action: str, revision: int | None = None, **said: str
) -> HttpResponse:
    seen = standing(profile).draft_id if revision is None else revision
    return desk.post(page(profile), {"action": action, "revision": str(seen or ""), **said}, follow=True)


@pytest.fixture
def waiting(sam: User) -> SpecialistProfile:
    profile = complete(sam)
    offering_of(profile)
    transitions.submit(profile.pk, by=sam)
    return profile


def test_the_queue_shows_what_waits_longest_first(
    desk: Client, waiting: SpecialistProfile, eve: User, mona: User
) -> None:
    public = published(eve, mona)
    services.update(public.pk, by=eve, fields={"name": "Eve Oak"})
    response = desk.get(QUEUE)
    rows = [(row.title, row.is_change) for row in response.context["rows"]]
    assert rows == [("Sam Fitter", False), ("Sam Fitter", True)]
    assert page(waiting) in words(response)


def test_the_queue_counts_what_it_does_not_show(desk: Client, sam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.moderation.views.SHOWN", 2)
    profile = profile_of(sam)
    for number in range(5):
        project = project_of(profile, title=f"Kitchen {number}", state="in_review")
        moment = clock.now() - timedelta(days=number)
        ProjectStanding.objects.filter(project=project).update(submitted_at=moment)
    response = desk.get(QUEUE)
    assert [row.title for row in response.context["rows"]] == ["Kitchen 4", "Kitchen 3"]
    assert "5 listings wait. Here are the 2 that wait longest." in words(response)


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "Nothing waits. Well done." in words(desk.get(QUEUE))


def test_the_queue_says_where_one_is(desk: Client) -> None:
    assert [str(item["label"]) for item in desk.get(QUEUE).context["breadcrumbs_items"]] == [
        "Home",
        "Waiting for review",
    ]


def test_moderators_see_at_home_and_in_the_menu_what_waits(desk: Client, waiting: SpecialistProfile) -> None:
    submitted = standing(waiting).submitted_at
    assert desks.backlog() == desks.Backlog(1, submitted)
    home = words(desk.get("/admin/"))
    assert "1 listing waits. The first has waited for " in home
    assert '"Moderation (1)"' in home.replace("&quot;", '"')
    decide(desk, waiting, "approve")
    assert desks.backlog() == desks.Backlog(0, None)
    home = words(desk.get("/admin/"))
    assert "Nothing waits. Well done." in home
    assert "Moderation (" not in home


def test_what_happened_is_told_in_words(desk: Client, waiting: SpecialistProfile) -> None:
    decide(desk, waiting, "request_changes", note="Tell us more.")
    history = [str(called) for _event, called in desk.get(page(waiting)).context["history"]]
    assert history[:2] == ["Sent back to the owner", "Submitted for review"]
    kinds = re.findall(r"`((?:project|specialist)\.\w+)`", (ROOT / "docs/events.md").read_text())
    assert [kind for kind in kinds if str(happened(kind)) == kind] == []
    assert len(set(kinds)) > 15


def test_a_new_profile_is_shown_whole_and_approved(desk: Client, waiting: SpecialistProfile) -> None:
    shown = words(desk.get(page(waiting)))
    for text in (
        "Kitchens that work",
        "Twenty years of kitchens.",
        "sam@example.com",
        "Kitchen fitting: Fit a kitchen",
    ):
        assert text in shown
    response = decide(desk, waiting, "approve")
    assert "Nothing waits." in words(response)
    assert standing(waiting).state == "published"


def test_a_change_is_shown_beside_what_is_public(desk: Client, sam: User, mona: User) -> None:
    profile = published(sam, mona)
    services.update(profile.pk, by=sam, fields={"bio": "New words."})
    response = desk.get(page(profile))
    changed = [(row.label, row.before, row.after) for row in response.context["rows"] if row.is_new]
    assert changed == [("About", "Twenty years of kitchens.", "New words.")]


@pytest.mark.parametrize(("action", "state"), [("request_changes", "changes_requested"), ("reject", "rejected")])
def test_a_profile_goes_back_with_the_reason(desk: Client, waiting: SpecialistProfile, action: str, state: str) -> None:
    response = decide(desk, waiting, action)
    assert response.status_code == 422
    assert "Say why, in words that help the owner." in words(response)
    assert standing(waiting).state == "in_review"
    decide(desk, waiting, action, note="Tell us more.")
    assert (standing(waiting).state, standing(waiting).note) == (state, "Tell us more.")


def test_what_was_changed_since_the_page_was_opened_is_not_decided(
    desk: Client, waiting: SpecialistProfile, sam: User
) -> None:
    seen = standing(waiting).draft_id
    services.update(waiting.pk, by=sam, fields={"bio": "Spam."})
    response = decide(desk, waiting, "approve", revision=seen)
    assert response.redirect_chain == [(page(waiting), 302)]
    assert "This was changed since you opened it." in words(response)
    assert "Spam." in words(response)
    assert standing(waiting).state == "in_review"


@pytest.mark.parametrize("revision", ["", "x", "99999999999999999999", "-1", "٣"])
def test_a_decision_about_nothing_is_refused(desk: Client, waiting: SpecialistProfile, revision: str) -> None:
    desk.post(page(waiting), {"action": "approve", "revision": revision})
    assert standing(waiting).state == "in_review"


def test_a_public_profile_is_suspended_with_a_reason_and_restored(desk: Client, sam: User, mona: User) -> None:
    profile = published(sam, mona)
    assert decide(desk, profile, "suspend").status_code == 422
    decide(desk, profile, "suspend", note="Fake photos.")
    assert (standing(profile).state, standing(profile).note) == ("suspended", "Fake photos.")
    decide(desk, profile, "restore")
    assert standing(profile).state == "published"


@pytest.mark.parametrize("action", ["", "close", "pause", "__class__"])
def test_other_actions_do_not_exist(desk: Client, waiting: SpecialistProfile, action: str) -> None:
    assert decide(desk, waiting, action).status_code == 404
    assert standing(waiting).state == "in_review"


def test_what_does_not_exist_is_not_found(desk: Client) -> None:
    for address in ("/admin/moderation/specialist/1/", "/admin/moderation/robot/1/"):
        assert desk.get(address).status_code == 404


def test_other_staff_and_owners_do_not_decide(waiting: SpecialistProfile, sam: User, clara: User) -> None:
    editors = Group.objects.create(name="editor")
    editors.permissions.add(Permission.objects.get(codename="access_admin"))
    clara.groups.add(editors)
    clara.is_staff = True
    clara.save()
    for person in (sam, clara):
        browser = enter(person)
        for address in (QUEUE, page(waiting), LIST):
            assert browser.get(address).status_code in (302, 403)
        browser.post(page(waiting), {"action": "approve", "revision": str(standing(waiting).draft_id)})
    assert standing(waiting).state == "in_review"


@pytest.fixture
def support(clara: User) -> Client:
    """Clara's browser, in support, with what the table of staff gives her."""
    groups.sync()
    clara.is_staff = True
    clara.save()
    clara.groups.add(Group.objects.get(name="support"))
    return enter(clara)


def test_support_looks_everything_up_and_decides_nothing(
    support: Client, waiting: SpecialistProfile, eve: User
) -> None:
    project = project_of(profile_of(eve))
    review = reverse("moderation_review", args=["project", project.pk])
    for address, text in ((LIST, page(waiting)), ("/admin/projects/", review), (page(waiting), "Kitchens that work")):
        assert text in words(support.get(address))
    for address in (page(waiting), review):
        answer = support.get(address)
        assert (answer.context["decisions"], answer.context["measures"]) == ([], [])
        assert 'name="action"' not in words(answer)
        assert QUEUE + '"' not in words(answer)
    assert support.get(QUEUE).status_code == 302
    decide(support, waiting, "approve")
    support.post(review, {"action": "hide", "note": "Not your photos."})
    assert (standing(waiting).state, ProjectStanding.objects.get(project=project).state) == ("in_review", "published")


def test_a_right_to_one_kind_is_no_right_to_the_other(support: Client, waiting: SpecialistProfile) -> None:
    rights = Group.objects.get(name="support").permissions
    rights.remove(*rights.filter(content_type__app_label="specialists"))
    for address in (LIST, page(waiting)):
        assert support.get(address).status_code == 302
    assert support.get("/admin/projects/").status_code == 200


def test_the_list_is_searched_filtered_and_leads_to_the_review(
    desk: Client, waiting: SpecialistProfile, eve: User
) -> None:
    other = profile_of(eve, name="Eve Oak")
    everybody = words(desk.get(LIST))
    assert page(waiting) in everybody
    assert page(other) in everybody
    for query, found in (("q=oak", other), ("state=in_review", waiting), ("q=sam@example.com", waiting)):
        shown = words(desk.get(f"{LIST}?{query}"))
        assert page(found) in shown
        assert (page(other) in shown) == (found == other)


def test_the_list_is_exported_without_formulas(desk: Client, sam: User) -> None:
    profile = profile_of(sam, name="=HYPERLINK(1)")
    response = desk.get(f"{LIST}?export=csv")
    [_head, row] = csv.reader(StringIO(b"".join(response.streaming_content).decode()))
    assert row[:2] == [profile.public_id, "'=HYPERLINK(1)"]
    assert desk.get(f"{LIST}?export=xlsx").status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_speak_as_people_do(desk: Client, sam: User, kind: str) -> None:
    profile = profile_of(sam, state="in_review", city=None)
    project_of(profile, state="changes_requested")
    heads, row = exported(desk, LIST, kind)
    assert heads == [
        *("Identifier", "Name", "Headline", "State", "City", "Account", "Kind", "Years of experience"),
        *("Views", "Favourites", "Submitted", "Published", "Address"),
    ]
    assert row[3:6] == ["In review", "" if kind == "csv" else None, "sam@example.com"]
    heads, row = exported(desk, "/admin/projects/", kind)
    assert heads == [
        *("Identifier", "Title", "State", "Specialist", "Category"),
        *("City", "Cost from", "Area, m²", "Language", "Views", "Favourites"),
        *("Submitted", "Published", "Address"),
    ]
    assert row[2:6] == ["Changes requested", "Sam", "Kitchens", "Almaty"]


def exported(desk: Client, address: str, kind: str) -> list[list[Any]]:
    body = b"".join(desk.get(f"{address}?export={kind}").streaming_content)
    if kind == "csv":
        return [*csv.reader(StringIO(body.decode()))]
    return [list(row) for row in load_workbook(BytesIO(body), read_only=True).worksheets[0].iter_rows(values_only=True)]


def test_money_on_the_desk_is_written_as_on_the_site(desk: Client, sam: User) -> None:
    profile = profile_of(sam)
    offering_of(profile)
    project = project_of(profile, cost_from_minor=1_900_000_00, cost_to_minor=2_300_000_00)
    assert "150,000\u00a0₸, from" in desk.get(page(profile)).content.decode()
    review = desk.get(reverse("moderation_review", args=["project", project.pk])).content.decode()
    assert "1,900,000\u00a0₸ – 2,300,000\u00a0₸" in review


def test_nothing_is_added_edited_or_deleted_in_the_list(desk: Client, sam: User) -> None:
    profile = profile_of(sam)
    for address in ("new/", f"edit/{profile.pk}/", f"delete/{profile.pk}/"):
        assert desk.get(LIST + address).status_code == 404
    assert again(profile).name == "Sam"


def test_the_menu_is_for_moderators(desk: Client, support: Client) -> None:
    assert QUEUE in words(desk.get("/admin/"))
    assert QUEUE not in words(support.get("/admin/"))
