"""The API keeps its word: Schemathesis reads the document and tries every operation, as three different people."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from config.reference import METHODS, document
from marketplace.media.models import MediaAsset
from marketplace.projects.models import Project, ProjectDocument
from search import indexing
from tests.api import contract
from tests.api.server import Server
from tests.api.world import World, build, person
from tests.cast import picture_of, profile_of, project_of

PEOPLE = {"anonymous": "", "client": "clara@example.com", "specialist": "sam@example.com"}
# A closed profile stays closed, and nothing can be done with it: that arrow is tried when all else has been.
LAST = "me_profile_closure_create"
MISSING = "z" * 12
# What a specialist with a public profile is refused whatever is sent: no bytes made up here are a picture or a PDF,
# no text is a phone number, and who is public already has nothing to submit. Other tests send files and submit drafts.
REFUSED = {
    "POST /api/v1/uploads/": 422,
    "PUT /api/v1/me/picture/": 422,
    "PUT /api/v1/me/phone/": 422,
    "POST /api/v1/me/phone/verification/": 409,
    "POST /api/v1/me/phone/verification/code/": 409,
    "PUT /api/v1/me/profile/avatar/": 422,
    "POST /api/v1/projects/{public_id}/documents/": 422,
    "POST /api/v1/me/profile/submission/": 409,
}
STATES = ("published", "published", "draft", "in_review", "changes_requested", "rejected", "archived", "hidden")


def ids(projects: Iterable[Project]) -> list[str]:
    return [project.public_id for project in projects]


def plan_in(*projects: Project) -> str:
    """One document in all of them: whichever project is tried with it, there is something to take away."""
    asset = picture_of(projects[0].specialist.user)
    MediaAsset.objects.filter(pk=asset.pk).update(kind="document", mime="application/pdf", original_name="plan.pdf")
    ProjectDocument.objects.bulk_create(ProjectDocument(project=one, asset=asset, position=1) for one in projects)
    return asset.public_id


def choices(world: World) -> dict[str, dict[str, list[str]]]:
    """For each person: what there is, and what there is not. Sam spoils what is his, so others look at Nora's."""
    nora = profile_of(person("Nora"))
    hers = [project_of(nora, state=state, title="Blue bath") for state in ("published", "published", "draft")]
    his = [project_of(world.profile, state=state, title="Sage kitchen") for state in STATES]
    plan = plan_in(*his)
    for kind in ("project", "specialist"):
        list(indexing.rebuild(kind))
    there = {
        "category": ["kitchens"],
        "categories": ["kitchens"],
        "city": ["almaty"],
        "cities": ["almaty"],
        "rooms": ["kitchen"],
        "styles": ["loft"],
        "service": ["island"],
        "services": ["island"],
        "projects": [*ids(hers), MISSING],
        "specialists": [nora.public_id, world.strangers.public_id, MISSING],
        "offerings": [world.offering.public_id, MISSING],
        "articles": ["oak-and-light", "nothing-here"],
        "documents": [plan, MISSING],
        # What can be reported, whatever its kind: two in three tries name a thing of another.
        "id": ["oak-and-light", ids(hers)[0], nora.public_id],
    }
    own = {"projects": [*ids(his), *ids(world.projects.values()), *ids(hers), MISSING]}
    return {"anonymous": there, "client": there, "specialist": {**there, **own}}


def operations() -> set[str]:
    """Every operation of the document, as Schemathesis calls it."""
    return {
        f"{method.upper()} {path}"
        for path, methods in document()["paths"].items()
        for method in METHODS
        if method in methods
    }


def totals(answers: dict[str, dict[int, int]]) -> dict[str, int]:
    """How often each operation was called."""
    return {operation: sum(found.values()) for operation, found in answers.items()}


@pytest.mark.exhaustive
def test_every_operation_keeps_its_word_to_everybody(server: Server, tmp_path: Path) -> None:
    there = choices(build())
    answers: dict[str, dict[str, dict[int, int]]] = {name: {} for name in PEOPLE}
    for turn in ("exclude", "include"):
        runs = {
            name: contract.start(
                server, tmp_path / f"{name} {turn}", email, there[name], f"--{turn}-operation-id={LAST}"
            )
            for name, email in PEOPLE.items()
        }
        codes = {name: run.code() for name, run in runs.items()}
        assert codes == dict.fromkeys(PEOPLE, 0), "\n".join(run.report()[-10_000:] for run in runs.values())
        for name, run in runs.items():
            answers[name] |= run.answers()
    for name in PEOPLE:
        assert answers[name].keys() == operations(), name
        assert {one: n for one, n in totals(answers[name]).items() if n < contract.EXAMPLES} == {}, name
        unreached = [operation for operation, found in answers[name].items() if not found.keys() - {401, 403}]
        assert (name, unreached) == (name, []) or name == "anonymous"
    done = {operation for operation, found in answers["specialist"].items() if found.keys() & {200, 201, 204}}
    assert operations() - done <= REFUSED.keys()
    for operation, status in REFUSED.items():
        assert status in answers["specialist"][operation], operation
    assert "Traceback" not in server.said()


@pytest.mark.exhaustive
def test_the_same_seed_makes_the_same_cases_and_another_one_others(server: Server, tmp_path: Path) -> None:
    there = choices(build())["anonymous"]
    only = [f"--include-operation-id={name}" for name in ("articles_list", "suggestions_list")]
    runs = [
        contract.start(server, tmp_path / str(turn), "", there, *only, seed=seed)
        for turn, seed in enumerate((contract.SEED, contract.SEED, contract.SEED + 1))
    ]
    assert [run.code() for run in runs] == [0, 0, 0], runs[0].report()
    first, second, other = (run.cases() for run in runs)
    assert first == second
    assert first != other
