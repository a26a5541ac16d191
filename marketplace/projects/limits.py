"""How much a project may hold."""

PHOTOS_MIN = 1
PHOTOS_MAX = 12
DOCUMENTS_MAX = 10
PROJECTS_MAX = 200
