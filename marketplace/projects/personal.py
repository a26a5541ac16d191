"""What of a portfolio is about people, and what becomes of it."""

from marketplace.core.personal import declare
from marketplace.projects import transitions

declare(
    "projects.Project",
    owner="specialist__user",
    none="id latest_revision public_id tally category currency created_at rooms styles",
    personal=(
        "title summary story language city area_m2 cost_from_minor cost_to_minor duration_days completed_on specialist"
    ),
    exported_as="projects",
    withheld="tally latest_revision",
    erase=transitions.remove_all,
)
declare(
    "projects.ProjectStanding",
    owner="project__specialist__user",
    none="state state_since submitted_at published_at version",
    personal="project note draft",
    exported_as="projects_standing",
)
declare(
    "projects.ProjectPhoto",
    owner="project__specialist__user",
    none="id position",
    personal="project asset alt caption",
    exported_as="photos",
)
declare(
    "projects.ProjectDocument",
    owner="project__specialist__user",
    none="id position",
    personal="project asset title",
    exported_as="documents",
)
declare(
    "projects.RemovedProject",
    none="public_id removed_at",
)
declare(
    "projects.ProjectFavourite",
    owner="user",
    none="id",
    personal="user project created_at",
    exported_as="favorite_projects",
)
