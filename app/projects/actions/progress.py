"""A project follows its work orders."""

from collections.abc import Mapping

from app.core.transaction import transaction
from app.projects.events import ProjectChanged
from app.projects.queries import projects
from app.projects.states import DERIVED, ProjectState, move
from app.web.feed import Change, announce


def follow_work(progress: Mapping[int, ProjectState]) -> None:
    """Move projects to where their work is; those on hold or ended stay."""
    with transaction() as tx:
        for project in projects.for_progress(progress):
            to = progress[project.id]
            if project.state not in DERIVED or project.state is to:
                continue
            if to is ProjectState.ACCEPTANCE:
                project.state = _commissioned(project.state)
            project.state = move(project.state, to)
            project.version += 1
            announce(
                tx,
                projects.followers(project.id),
                Change("project", project.id, project.version),
            )
            tx.publish(ProjectChanged(project.id))


def _commissioned(state: ProjectState) -> ProjectState:
    """Acceptance comes after commissioning, also where nothing was to commission."""
    if state is ProjectState.COMMISSIONING:
        return state
    return move(state, ProjectState.COMMISSIONING)
