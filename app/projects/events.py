"""What happened to a project."""

from dataclasses import dataclass

from app.catalogue.states import WorkKind


@dataclass(frozen=True, slots=True)
class ProjectContracted:
    """The order stands: its work may be laid out."""

    project_id: int


@dataclass(frozen=True, slots=True)
class ProjectChanged:
    """Its name, customer, wishes or state are other than before."""

    project_id: int


@dataclass(frozen=True, slots=True)
class ProjectDescribed:
    """Its name or its customer is other than before."""

    project_id: int


@dataclass(frozen=True, slots=True)
class GoodsAgreed:
    """A change order was accepted: models and seconds of work beside what they take."""

    project_id: int
    site_id: int
    goods: tuple[tuple[int, int], ...]
    seconds: tuple[tuple[WorkKind, int], ...]


@dataclass(frozen=True, slots=True)
class HoursAgreed:
    """With a new project, more work of a kind was agreed than its models take."""

    project_id: int
    site_id: int
    seconds: tuple[tuple[WorkKind, int], ...]
