"""The skeleton, the error pages and the forms, rendered."""

import re

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import Settings

from design.samples import SampleForm


def test_the_page_of_last_resort_needs_neither_context_nor_database() -> None:
    for name, words in (
        ("500.html", "Something broke on our side"),
        ("400.html", "We could not read that request"),
        ("403_csrf.html", "The form has expired"),
    ):
        html = get_template(name).render()
        assert html.count("<h1") == 1
        assert words in html


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    with override("en"):
        html = SampleForm({"email": "nobody"})["email"].as_field_group()
    assert '<label for="id_email">E-mail</label>' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_an_optional_field_says_so_and_a_required_one_does_not() -> None:
    with override("en"):
        form = SampleForm()
        assert "(optional)" in form["city"].as_field_group()
        assert "(optional)" not in form["email"].as_field_group()


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = SampleForm()["role"].as_field_group()
    assert re.search(r"<fieldset class=\"field\">\s*<legend>You are", html)


class Ticket(forms.Form):
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")

    def clean(self) -> None:
        raise forms.ValidationError("Not today.")


def test_the_errors_of_the_whole_form_and_hidden_fields_are_not_lost() -> None:
    html = Ticket({"secret": "x"}).as_div()
    assert "Not today." in html
    assert 'type="hidden" name="secret" value="x"' in html


def test_the_error_summary_links_to_the_fields() -> None:
    with override("en"):
        html = render_to_string("components/form_errors.html", {"form": SampleForm({"email": "nobody"})})
    assert '<a href="#id_email">E-mail: Enter a valid email address.</a>' in html
    assert 'role="alert"' in html


def test_a_filter_that_finds_nothing_is_disabled_unless_it_is_chosen() -> None:
    option = {"value": "bath", "label": "Bathroom", "count": 0, "selected": False}
    html = render_to_string("components/filter_option.html", {"name": "room", "option": option})
    assert '<input type="checkbox" name="room" value="bath" disabled>' in html
    chosen = render_to_string("components/filter_option.html", {"name": "room", "option": option | {"selected": True}})
    assert '<input type="checkbox" name="room" value="bath" checked>' in chosen


def test_a_chip_takes_out_its_own_value_only() -> None:
    request = RequestFactory().get("/projects/?style=loft&style=eco&q=oak")
    request.user = AnonymousUser()
    applied = [{"name": "style", "value": "loft", "label": "Loft"}]
    html = render_to_string(
        "components/applied_filters.html", {"applied": applied, "clear_url": "/projects/", "request": request}
    )
    assert 'href="?style=eco&amp;q=oak"' in html
    assert 'href="/projects/"' in html


def test_the_style_guide_opens_in_a_demo_and_nowhere_else(db: None, client: Client, settings: Settings) -> None:
    page = client.get("/demo/design/")
    assert page.status_code == 200
    assert f'"item":"{settings.SITE_URL}/demo/design/"' in page.text.replace('": "', '":"')
    settings.LINTEL_ENV = "production"
    assert client.get("/demo/design/").status_code == 404
