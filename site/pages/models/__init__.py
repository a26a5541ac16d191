"""The pages editors make, and what they set about the site."""

from pages.models.brand import Brand
from pages.models.contact import ContactMessage, ContactPage
from pages.models.home import HomePage
from pages.models.text import StandardPage

__all__ = ["Brand", "ContactMessage", "ContactPage", "HomePage", "StandardPage"]
