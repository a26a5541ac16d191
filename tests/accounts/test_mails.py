"""What mails look like: text and HTML say the same, codes and addresses stand out, and every one can be looked at."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from marketplace.accounts import samples
from marketplace.accounts.composing import Part, compose, parts
from marketplace.accounts.models import OutgoingMail, User
from tests.accounts.test_people import member

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def test_every_mail_there_is_a_template_of_has_a_sample() -> None:
    assert samples.written() == set(samples.NEEDS)
    assert len(samples.kinds()) == len(samples.NEEDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prefix", sorted(samples.NEEDS))
def test_each_says_the_same_as_text_and_as_html(prefix: str, language: str) -> None:
    mail = samples.sample(prefix, language)
    words = " ".join(unescape(re.sub(r"<(style|head)\b.*?</\1>|<[^>]+>", " ", mail.html, flags=re.DOTALL)).split())
    for line in filter(None, mail.text.splitlines()):
        assert " ".join(line.split()) in words
    assert (mail.subject in words, "\n" in mail.subject, f'lang="{language}"' in mail.html) == (True, False, True)
    assert not re.search(r"<(img|script|link|iframe)\b|url\(|@import", mail.html)
    assert all(unescape(one).startswith(settings.SITE_URL) for one in re.findall(r'href="([^"]+)"', mail.html))


def test_a_code_and_an_address_of_ours_stand_out_and_nobody_elses_does() -> None:
    ours = f"{settings.SITE_URL}/account/"
    found = list(parts(f"Enter\nthis:\n\nK7QX-2M9P\n\nOr here:\n{ours}\nhttps://evil.example/\n\n{ours}x y\n\nSOFA"))
    assert found == [
        *(Part("words", "Enter\nthis:"), Part("code", "K7QX-2M9P"), Part("words", "Or here:"), Part("address", ours)),
        *(Part("words", "https://evil.example/"), Part("words", f"{ours}x y"), Part("words", "SOFA")),
    ]


def test_what_strangers_write_stays_words() -> None:
    note = f'<a href="https://evil.example/">Win</a>\n{settings.SITE_URL}.evil.example/'
    html = compose("account/email/suspended", {"note": note}).html
    assert ("evil.example/&quot;&gt;Win&lt;/a&gt;" in html, 'href="https://evil' in html) == (True, False)
    assert f'href="{settings.SITE_URL}.evil' not in html


def test_a_list_of_mails_shows_words_and_never_the_code() -> None:
    html = samples.sample("account/email/login_code", "en").html
    hidden = re.search(r'<div style="display:none[^>]*>([^<]*)</div>', html)
    assert hidden
    assert hidden[1] == "Enter this code to log in:"


@pytest.mark.django_db
class TestTheList:
    def test_shows_admins_each_mail_in_three_languages_in_a_frame_without_rights(
        self, pages: None, sign_in: Callable[[User], Client]
    ) -> None:
        browser = sign_in(member("admin"))
        page = browser.get("/admin/mails/").content.decode()
        assert all(f'href="/admin/mails/{name}/"' in page for name in samples.kinds())
        assert '"/admin/mails/"' in browser.get("/admin/").content.decode()
        shown = browser.get("/admin/mails/invited/").content.decode()
        frames = re.findall(r'<iframe sandbox srcdoc="([^"]*)"', shown)
        assert [unescape(frame).startswith("<!doctype html>") for frame in frames] == [True, True, True]
        assert "You are invited to run Lintel with us" in shown
        assert browser.get("/admin/mails/nothing/").status_code == 404

    @pytest.mark.parametrize("role", ["moderator", "editor", "finance", "support"])
    def test_is_not_for_others(self, pages: None, sign_in: Callable[[User], Client], role: str) -> None:
        browser = sign_in(member(role))
        assert [browser.get(f"/admin/mails/{rest}").status_code for rest in ("", "invited/")] == [302, 302]


@pytest.mark.parametrize(
    ("email", "subject"), [("clara@example.com", "Ваш код"), ("nobody@example.com", "There is no account")]
)
def test_a_code_comes_in_the_language_its_reader_chose(clara: User, email: str, subject: str) -> None:
    User.objects.filter(pk=clara.pk).update(locale="ru")
    Client().post("/accounts/login/code/", {"email": email})
    assert subject in OutgoingMail.objects.get(to=email).subject
