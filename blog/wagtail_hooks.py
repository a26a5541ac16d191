from wagtail import hooks

from blog.choosers import ProjectChooserViewSet, project_chooser


@hooks.register("register_admin_viewset")
def choose_projects() -> ProjectChooserViewSet:
    """The window in which editors pick projects."""
    return project_chooser
