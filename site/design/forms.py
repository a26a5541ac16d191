"""One look for every form: ours, allauth's, Django's."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders forms and fields from templates/django/forms through the site's own template engine."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
