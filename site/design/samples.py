"""Invented data for the style guide: every component in each of its states."""

from typing import Any, NamedTuple

from django import forms

from design.charts import histogram, line_chart, spark


class Amount(NamedTuple):
    minor: int
    currency: str


class SampleForm(forms.Form):
    """Each kind of field once."""

    email = forms.EmailField(label="E-mail", help_text="We send one letter to confirm it.")
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), min_length=10
    )
    city = forms.ChoiceField(label="City", choices=[("almaty", "Almaty"), ("astana", "Astana")], required=False)
    about = forms.CharField(label="About", widget=forms.Textarea, required=False, help_text="Two or three sentences.")
    role = forms.ChoiceField(
        label="You are", choices=[("client", "Looking for someone"), ("pro", "A specialist")], widget=forms.RadioSelect
    )
    terms = forms.BooleanField(label="I agree to the terms")


def project_card(number: int, **changes: Any) -> dict[str, Any]:
    """One project card as pages receive it."""
    names = ["Atelier Moura", "Oak & Line", "Nara Interiors", "Casa Tejo Build"]
    name = names[number % len(names)]
    return {
        "public_id": f"sample-{number}",
        "url": "#",
        "title": "A kitchen with an island of oak" if number % 2 else "Two rooms made one, and a wall of books",
        "city": "Almaty",
        "area_m2": 22 + 9 * number,
        "price": Amount(420_000_000 + 37_000_000 * number, "KZT") if number != 2 else None,
        "photo_count": 3 + number,
        "cover": None,
        "is_top": number == 0,
        "is_pro": number in {0, 1},
        "is_favorite": number == 1,
        "favorites_count": 12,
        "specialist": {
            "name": name,
            "url": "#",
            "public_id": name,
            "initials": "",
            "rating": 4.97,
            "rating_count": 128 if number != 3 else 0,
        },
    } | changes


def specialist_card(number: int) -> dict[str, Any]:
    """One specialist card as pages receive it."""
    return {
        "public_id": f"sample-{number}",
        "url": "#",
        "name": ["Atelier Moura", "Oak & Line", "Nara Interiors"][number],
        "headline": ["Interior design studio", "Kitchen makers", "Interior designer"][number],
        "city": "Almaty",
        "rating": 4.92,
        "rating_count": [128, 86, 0][number],
        "project_count": 12 - number,
        "price_from": Amount(1_500_000, "KZT"),
        "price_unit": "room",
        "badges": [["pro", "verified"], ["verified"], []][number],
        "avatar": None,
        "covers": [None] * (3 - number),
        "is_favorite": number == 1,
    }


def facets() -> list[dict[str, Any]]:
    """A facet with children, a chosen option and one that finds nothing."""
    corner = {"value": "sofa", "label": "Sofa corner", "count": 6, "selected": False}
    return [
        {
            "name": "room",
            "label": "Room",
            "options": [
                {"value": "living", "label": "Living room", "count": 96, "selected": False, "children": [corner]},
                {"value": "kitchen", "label": "Kitchen", "count": 1_081, "selected": True},
                {"value": "bath", "label": "Bathroom", "count": 0, "selected": False},
            ],
        }
    ]


def sample_context() -> dict[str, Any]:
    """Everything the style guide shows."""
    days = [12, 14, 9, 22, 31, 28, 25, 40, 38, 44, 41, 60, 52, 66]
    counts = [4, 6, 9, 14, 22, 31, 38, 42, 40, 33, 27, 21, 16, 12, 9, 6, 5, 3, 2, 1]
    return {
        "cards": [project_card(number) for number in range(4)],
        "specialists": [specialist_card(number) for number in range(3)],
        "contact": specialist_card(0),
        "trail": [{"label": "Projects", "url": "#"}, {"label": "Almaty"}],
        "applied": [{"name": "room", "value": "kitchen", "label": "Kitchen"}],
        "facets": facets(),
        "price": {"min": "", "max": "4000000", "currency": "KZT", "bars": histogram(counts, 3, 12)},
        "sorts": [
            {"value": "", "label": "Recommended", "selected": True},
            {"value": "new", "label": "Newest", "selected": False},
        ],
        "photos": [
            {"picture": None, "full_url": "#", "full_width": 1600, "full_height": 1200, "caption": f"Photo {number}"}
            for number in range(1, 7)
        ],
        "spark": spark(days),
        "chart": line_chart([(f"{day} Nov", value) for day, value in enumerate(days, 1)], before=days[::-1]),
        "steps": [
            {"label": "About you", "url": "#", "state": "done"},
            {"label": "Where you work", "url": None, "state": "current"},
            {"label": "Prices", "url": None, "state": "next"},
        ],
        "tabs": [
            {"label": "Published", "url": "#", "current": True, "count": 4},
            {"label": "Drafts", "url": "#", "current": False, "count": 1},
        ],
        "badges": ["top", "pro", "verified"],
        "kinds": ["", "ok", "warn", "danger", "info", "clay"],
        "form": SampleForm({"email": "nobody"}),
        "clean_form": SampleForm(auto_id="clean_%s"),
    }
