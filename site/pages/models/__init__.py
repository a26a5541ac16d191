"""The pages editors make, and what they set about the site."""

from pages.models.brand import Brand
from pages.models.category import CategoryPage
from pages.models.contact import ContactMessage, ContactPage
from pages.models.home import HomePage
from pages.models.landing import LandingPage
from pages.models.text import StandardPage

__all__ = ["Brand", "CategoryPage", "ContactMessage", "ContactPage", "HomePage", "LandingPage", "StandardPage"]
