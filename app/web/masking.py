"""Fields with personal data, as those see them who only oversee.

Which action an answer is read for says, by the policy, whether they are masked.
"""

from typing import Any, Final

from marshmallow import fields

from app.web.policy import Fields, may, shown_fields

MASK: Final = "•••"
#: About a kilometre: the district shows, the door does not.
DECIMALS: Final = 2


class Personal(fields.String):
    """Text that may tell who or where a customer is: names, phones, streets, notes."""

    def __init__(self, *, read: str, **kw: Any) -> None:
        super().__init__(**kw)
        self.read = read

    def _serialize(self, value: Any, attr: Any, obj: Any, **kw: Any) -> Any:
        shown = super()._serialize(value, attr, obj, **kw)
        return MASK if shown and _is_masked(self.read) else shown


class Remark(fields.String):
    """What those who do the work tell each other; null for everybody else."""

    def __init__(self, *, read: str, **kw: Any) -> None:
        super().__init__(**kw)
        self.read = read

    def _serialize(self, value: Any, attr: Any, obj: Any, **kw: Any) -> Any:
        return super()._serialize(value, attr, obj, **kw) if may(self.read) else None


class PersonalDegrees(fields.Float):
    """A latitude or longitude of a customer's place."""

    def __init__(self, *, read: str, **kw: Any) -> None:
        super().__init__(**kw)
        self.read = read

    def _serialize(self, value: Any, attr: Any, obj: Any, **kw: Any) -> Any:
        shown = super()._serialize(value, attr, obj, **kw)
        if shown is None or not _is_masked(self.read):
            return shown
        return round(float(shown), DECIMALS)


def _is_masked(action: str) -> bool:
    return shown_fields(action) is Fields.MASKED
