"""The shape of lists and of suggestions."""

from typing import Any

from rest_framework import serializers

from marketplace.projects.api.serializers import ProjectCard, SpecialistCard


class CorrectionOut(serializers.Serializer[Any]):
    typed = serializers.CharField()
    used = serializers.CharField()


class Page(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True, help_text="Address of the next page.")
    previous = serializers.CharField(allow_null=True)
    total = serializers.IntegerField(help_text="At most 1,000; then total_is_capped is true.")
    total_is_capped = serializers.BooleanField()
    correction = CorrectionOut(allow_null=True, help_text="What was searched instead of a misspelt word.")


class ProjectPage(Page):
    results = ProjectCard(many=True)


class SpecialistPage(Page):
    results = SpecialistCard(many=True)


class OptionOut(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    selected = serializers.BooleanField()


class GroupOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    options = OptionOut(many=True)
    at_least = serializers.BooleanField(help_text="Counting stopped early: the counts are these or more.")


class FacetsOut(serializers.Serializer[Any]):
    """Choices with counts; each group's counts leave its own choice out."""

    groups = GroupOut(many=True)


class ListingSuggestion(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["project", "specialist"])
    public_id = serializers.CharField()
    title = serializers.CharField()


class EntrySuggestion(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["category", "service", "style", "room", "city"])
    slug = serializers.CharField()
    name = serializers.CharField()


class SuggestionsOut(serializers.Serializer[Any]):
    words = serializers.ListField(child=serializers.CharField())
    entries = EntrySuggestion(many=True, help_text="Of the catalogue; kind and slug make a filter.")
    listings = ListingSuggestion(many=True)
