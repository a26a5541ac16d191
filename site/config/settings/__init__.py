"""Django's settings, one file a subject. What differs between installations comes from config.env."""

from config.settings.base import *
from config.settings.auth import *
from config.settings.data import *
from config.settings.queues import *
from config.settings.security import *
from config.settings.cms import *
from config.settings.api import *
