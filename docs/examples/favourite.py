"""Sign in, find a kitchen, look at it and save it, with a typed client made from docs/openapi.json.

pip install openapi-python-client
openapi-python-client generate --path docs/openapi.json --meta none --output-path lintel_client
python docs/examples/favourite.py http://localhost:8000 client@demo.lintel.example lintel-demo-2026
"""

import sys

import httpx
from lintel_client import AuthenticatedClient
from lintel_client.api.projects import projects_favourite_update, projects_list, projects_retrieve
from lintel_client.models import FavouriteOut, ProjectDetail, ProjectPage


def sign_in(site: str, email: str, password: str) -> AuthenticatedClient:
    """A client that carries the person's access token. Apps sign in at allauth's own door."""
    answer = httpx.post(f"{site}/_allauth/app/v1/auth/login", json={"email": email, "password": password})
    answer.raise_for_status()
    token: str = answer.json()["meta"]["access_token"]
    return AuthenticatedClient(base_url=site, token=token, raise_on_unexpected_status=True)


def first_kitchen(client: AuthenticatedClient) -> ProjectDetail:
    """The project that leads the list, in full."""
    page = projects_list.sync(client=client, q="kitchen", limit=3)
    if not isinstance(page, ProjectPage) or not page.results:
        raise SystemExit("There is no kitchen.")
    project = projects_retrieve.sync(page.results[0].public_id, client=client)
    if not isinstance(project, ProjectDetail):
        raise SystemExit("It is gone.")
    return project


def save(client: AuthenticatedClient, project: ProjectDetail) -> FavouriteOut:
    """Put the project among the person's favourites; saying it twice changes nothing."""
    saved = projects_favourite_update.sync(project.public_id, client=client)
    if not isinstance(saved, FavouriteOut):
        raise SystemExit("It cannot be saved.")
    return saved


def main(site: str, email: str, password: str) -> None:
    with sign_in(site, email, password) as client:
        project = first_kitchen(client)
        saved = save(client, project)
    print(f"{project.title}: saved {saved.favorites_count} times, by you: {saved.is_favorite}")


if __name__ == "__main__":
    main(*sys.argv[1:4])
