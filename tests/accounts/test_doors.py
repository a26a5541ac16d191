"""There is one way in. Staff need more than a password, others do not see the admin, pages may call the API."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from marketplace.accounts import groups, services, staff
from marketplace.accounts.models import User
from tests.accounts.conftest import PASSWORD, totp

WAGTAIL_DOORS = [
    "/admin/login/",
    "/admin/login",
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/confirm/MQ/abc-def/",
    "/admin/password_reset/complete/",
]


class HiddenFields(HTMLParser):
    """The hidden fields of a page's forms."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "input" and values.get("type") == "hidden":
            self.found[values["name"] or ""] = values.get("value") or ""


@pytest.mark.django_db
class TestTheOnlyDoor:
    @pytest.mark.parametrize("door", WAGTAIL_DOORS)
    def test_wagtails_own_doors_lead_to_ours(self, door: str, client: Client, anna: User) -> None:
        for answer in (client.get(door), client.post(door, {"username": anna.email, "password": PASSWORD})):
            assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("prefix", ["/ru", "/kk", "/en"])
    def test_no_language_has_another_door(self, prefix: str, client: Client) -> None:
        answers = [client.get(prefix + door, follow=True).status_code for door in WAGTAIL_DOORS]
        assert answers == [404] * len(WAGTAIL_DOORS)

    @pytest.mark.parametrize("prefix", ["", "/ru", "/kk"])
    def test_wagtails_door_for_private_pages_leads_to_ours(self, prefix: str, client: Client, anna: User) -> None:
        answer = client.post(f"{prefix}/_util/login/", {"username": anna.email, "password": PASSWORD})
        assert (answer["Location"], "_auth_user_id" in client.session) == (f"{prefix}/accounts/login/", False)

    @pytest.mark.parametrize("path", ["/django-admin/", "/api-auth/login/", "/api/v1/login/", "/login/"])
    def test_there_are_no_other_login_pages(self, path: str, client: Client) -> None:
        assert client.get(path).status_code == 404

    def test_no_view_of_django_or_wagtail_that_checks_a_password_is_reachable(self) -> None:
        from django.contrib.auth import views as of_django
        from django.urls import URLPattern, resolve

        def views(patterns: list[object], prefix: str = "") -> list[tuple[str, object]]:
            found = []
            for pattern in patterns:
                where = prefix + str(getattr(pattern, "pattern", ""))
                if isinstance(pattern, URLPattern):
                    found.append((where, getattr(pattern.callback, "view_class", pattern.callback)))
                else:
                    found += views(pattern.url_patterns, where)  # type: ignore[attr-defined]
            return found

        forms = (of_django.LoginView, of_django.PasswordResetView, of_django.PasswordResetConfirmView)
        doors = [w for w, v in views(get_resolver().url_patterns) if isinstance(v, type) and issubclass(v, forms)]
        assert len(doors) == 4
        for door in doors:
            path = "/" + door.replace("<uidb64>", "MQ").replace("<token>", "abc").lstrip("^/")
            assert resolve(path).url_name is None, path

    def test_basic_authentication_is_not_looked_at(self, anna: User, client: Client) -> None:
        import base64

        basic = base64.b64encode(f"{anna.email}:{PASSWORD}".encode()).decode()
        assert client.get("/api/v1/me/", headers={"authorization": f"Basic {basic}"}).status_code == 401

    @pytest.mark.parametrize("door", ["page", "app", "browser"])
    def test_every_door_stops_after_five_wrong_passwords(self, door: str, anna: User) -> None:
        def attempt(password: str) -> bool:
            client = Client()
            if door == "page":
                client.post("/accounts/login/", {"login": anna.email, "password": password})
                return "_auth_user_id" in client.session
            answer = client.post(
                f"/_allauth/{door}/v1/auth/login",
                {"email": anna.email, "password": password},
                content_type="application/json",
            )
            return answer.status_code == 200

        assert [attempt("wrong password here") for _ in range(5)] == [False] * 5
        assert attempt(PASSWORD) is False

    def test_a_forged_forwarded_address_does_not_reset_the_count(self, anna: User) -> None:
        for number in range(12):
            Client().post(
                "/accounts/login/",
                {"login": f"person{number}@example.com", "password": "wrong"},
                headers={"x-forwarded-for": f"10.0.0.{number}"},
            )
        client = Client()
        client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session


@pytest.mark.django_db
class TestTheAdmin:
    def test_a_picture_on_another_site_cannot_log_staff_out(
        self, moderator: User, sign_in: Callable[[User], Client]
    ) -> None:
        client = sign_in(moderator)
        client.get("/admin/logout/")
        assert client.get("/admin/").status_code == 200
        client.post("/admin/logout/")
        assert client.get("/admin/").status_code == 302

    def test_strangers_are_asked_to_sign_in_and_come_back(self, client: Client) -> None:
        answer = client.get("/admin/reports/?a=1", follow=True)
        assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
        assert 'name="next" value="/admin/reports/?a=1"' in answer.content.decode()

    def test_people_who_are_not_staff_may_not_enter(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        assert sign_in(anna).get("/admin/").status_code == 403

    def test_staff_with_their_code_enter(self, moderator: User, sign_in: Callable[[User], Client]) -> None:
        assert sign_in(moderator).get("/admin/").status_code == 200

    def test_staff_with_a_password_alone_are_not_signed_in(self, moderator: User, client: Client) -> None:
        answer = client.post("/accounts/login/", {"login": moderator.email, "password": PASSWORD})
        assert (answer["Location"], "_auth_user_id" in client.session) == ("/accounts/2fa/authenticate/", False)
        assert client.get("/admin/").status_code == 302

    def test_staff_whose_session_has_no_code_show_it_first(self, moderator: User, client: Client) -> None:
        client.force_login(moderator)
        answer = client.get("/admin/")
        assert answer["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"
        answer = client.post(answer["Location"], {"code": totp(staff.demo_secret("moderator"))})
        assert answer["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200

    def test_staff_without_an_app_set_one_up_first(self, moderator: User, client: Client) -> None:
        Authenticator.objects.all().delete()
        client.post("/accounts/login/", {"login": moderator.email, "password": PASSWORD})
        answer = client.get("/admin/")
        assert answer["Location"] == "/accounts/2fa/totp/activate/?next=%2Fadmin%2F"
        page = client.get(answer["Location"], follow=True)
        if page.redirect_chain:
            page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
        html = page.content.decode()
        assert "style=" not in html
        secret = html.split("<code>")[1].split("</code>")[0]
        answer = client.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
        assert answer["Location"] == "/accounts/2fa/recovery-codes/"
        assert client.get(answer["Location"]).content.decode().count("<li><code>") == 10
        assert client.get("/admin/").status_code in (200, 302)

    def test_the_secret_is_not_readable_in_the_database(self, moderator: User) -> None:
        stored = Authenticator.objects.get(user=moderator, type="totp").data["secret"]
        assert staff.demo_secret("moderator") not in stored
        assert stored.startswith("gAAAA")

    def test_a_code_works_once(self, moderator: User) -> None:
        code = totp(staff.demo_secret("moderator"))
        ends = []
        for _ in range(2):
            client = Client()
            client.post("/accounts/login/", {"login": moderator.email, "password": PASSWORD})
            client.post("/accounts/2fa/authenticate/", {"code": code})
            ends.append("_auth_user_id" in client.session)
        assert ends == [True, False]


@pytest.mark.django_db
class TestPagesCallTheApi:
    def test_with_the_session_they_read(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        assert sign_in(anna).get("/api/v1/me/").json()["email"] == anna.email

    def test_to_write_they_need_the_token_of_their_forms(self, anna: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(anna)
        token = HiddenFields(client.get("/account/name/").content.decode()).found["csrfmiddlewaretoken"]

        def rename(name: str, **headers: str) -> int:
            body = {"display_name": name}
            return client.patch("/api/v1/me/", body, content_type="application/json", headers=headers).status_code

        assert (rename("Eve"), rename("Eve", **{"X-CSRFToken": "x" * 64})) == (403, 403)
        assert User.objects.get(pk=anna.pk).display_name == "Anna"
        assert rename("Anna L.", **{"X-CSRFToken": token}) == 200
        assert User.objects.get(pk=anna.pk).display_name == "Anna L."

    def test_a_bad_token_is_not_saved_by_a_good_session(self, anna: User, sign_in: Callable[[User], Client]) -> None:
        assert sign_in(anna).get("/api/v1/me/", headers={"authorization": "Bearer x"}).status_code == 401


@pytest.mark.django_db
@pytest.mark.usefixtures("pages")
class TestStaffGroups:
    def permissions(self, name: str) -> set[str]:
        user = services.make_person(f"{name}@example.com", name, PASSWORD, groups=[name])
        return set(User.objects.get(pk=user.pk).get_all_permissions())

    def test_making_them_twice_changes_nothing(self) -> None:
        first = groups.sync()
        assert list(first) == ["moderator", "editor", "finance", "support", "admin"]
        assert groups.sync() == first

    def test_all_of_them_may_enter_the_admin(self) -> None:
        groups.sync()
        assert all("wagtailadmin.access_admin" in self.permissions(name) for name in staff.GROUPS)

    def test_editors_write_pages_and_choose_pictures_but_do_not_touch_people(self) -> None:
        from wagtail.images import get_image_model
        from wagtail.models import Page
        from wagtail.permissions import policy_registry

        groups.sync()
        mine = self.permissions("editor")
        editor = User.objects.get(email="editor@example.com")
        home = Page.get_first_root_node().get_children()[0].permissions_for_user(editor)
        assert (home.can_edit(), home.can_publish()) == (True, True)
        pictures = policy_registry.get_by_type(get_image_model())
        assert all(pictures.user_has_permission(editor, action) for action in ("add", "change", "choose"))
        people_and_work = {code for code in mine if code.startswith(("accounts.", "auth.", "projects."))}
        assert people_and_work == {"projects.view_project"}

    @pytest.fixture
    def approval(self) -> None:
        """What Wagtail's migrations make, also where a test has emptied the database since."""
        task, _ = GroupApprovalTask.objects.get_or_create(name="Moderators approval")
        flow, _ = Workflow.objects.get_or_create(name="Moderators approval")
        WorkflowTask.objects.get_or_create(workflow=flow, task=task, sort_order=0)

    def test_a_page_sent_for_approval_waits_for_other_editors(self, approval: None) -> None:
        groups.sync()
        groups.sync()
        task = GroupApprovalTask.objects.get()
        assert (task.name, Workflow.objects.get().name) == ("Editors' approval", "Editors' approval")
        assert sorted(task.groups.values_list("name", flat=True)) == ["admin", "editor"]

    def test_another_choice_of_who_approves_pages_is_kept(self, approval: None) -> None:
        groups.sync()
        task = GroupApprovalTask.objects.get()
        task.groups.set(Group.objects.filter(name="admin"))
        groups.sync()
        assert list(task.groups.values_list("name", flat=True)) == ["admin"]

    def test_nobody_makes_tokens_that_pass_the_second_factor_by(self) -> None:
        groups.sync()
        assert not {code for name in staff.GROUPS for code in self.permissions(name) if "apitoken" in code}

    def test_only_admins_change_groups(self) -> None:
        groups.sync()
        may = {name for name in staff.GROUPS if "auth.change_group" in self.permissions(name)}
        assert may == {"admin"}

    def test_a_person_made_twice_is_one_person(self) -> None:
        for name in ("Mona", "Mona M."):
            services.make_person("M@example.com", name, PASSWORD, groups=["moderator"], totp_secret="A" * 32)
        mona = User.objects.get()
        assert (mona.email, mona.display_name, mona.is_staff) == ("m@example.com", "Mona M.", True)
        assert sorted(a.type for a in Authenticator.objects.all()) == ["recovery_codes", "totp"]

    def test_the_demo_prints_the_code_of_its_staff(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("demo_code", "--role", "editor")
        assert capsys.readouterr().out.strip() == totp(staff.demo_secret("editor"))

    def test_nowhere_else(self, settings: object) -> None:
        settings.IS_LOCAL = False  # type: ignore[attr-defined]
        with pytest.raises(CommandError, match="Only a demo"):
            call_command("demo_code")
