import pytest

from app.portal.names import called


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Wang Wei", "Wang"),
        ("Bo", "Bo"),
        ("王伟", "王师傅"),
        ("欧阳小明", "欧阳师傅"),
        ("王 伟", "王师傅"),
        ("   ", ""),
    ],
)
def test_one_is_called_so_that_one_can_be_greeted_and_not_looked_up(
    name: str, told: str
) -> None:
    assert called(name) == told
