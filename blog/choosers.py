"""How editors pick projects: those the public may see, found by title."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from marketplace.projects.models import Project


class TitleFilter(SearchFilterMixin, BaseFilterForm):
    def filter(self, objects: QuerySet[Project]) -> QuerySet[Project]:
        """The projects whose title holds what was typed. Wagtail's index cannot join to how a project stands."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return objects.filter(title__icontains=self.search_query)


class PublicProjects:
    filter_form_class = TitleFilter
    ordering = "-pk"

    def get_object_list(self) -> QuerySet[Project]:
        return Project.objects.public().select_related("specialist")


class ChooseProject(PublicProjects, ChooseView):
    """The window."""


class ChooseProjectResults(PublicProjects, ChooseResultsView):
    """What the window shows while one types."""


class ProjectChooserViewSet(ChooserViewSet):
    model = "projects.Project"
    icon = "image"
    choose_one_text = "Choose a project"
    choose_another_text = "Choose another project"
    choose_view_class = ChooseProject
    choose_results_view_class = ChooseProjectResults
    register_widget = False


project_chooser = ProjectChooserViewSet("project_chooser")
ProjectChooserBlock: Any = project_chooser.get_block_class(name="ProjectChooserBlock", module_path="blog.choosers")
