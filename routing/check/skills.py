from collections.abc import Iterator

from routing.check.case import Case, Violation
from routing.model import Rule


def skills(case: Case) -> Iterator[Violation]:
    """Each seat's skills are there, at the level asked."""
    for each in case.planned:
        for name, level in each.visit.seat(each.stop.seat).skills.items():
            has = each.shift.skills.get(name)
            where = (each.visit.id, each.shift.id)
            if has is None:
                detail = f"needs {name} {level}, which the technician has not"
                yield Violation(Rule.SKILL_MISSING, detail, *where)
            elif has < level:
                detail = f"needs {name} {level}, the technician has {has}"
                yield Violation(Rule.SKILL_LEVEL, detail, *where)
