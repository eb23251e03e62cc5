from hypothesis import given
from hypothesis import strategies as st

from app.visits.rules import distance_m, is_inside

point = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_a_known_distance() -> None:
    shanghai, beijing = (31.2304, 121.4737), (39.9042, 116.4074)
    assert abs(distance_m(shanghai, beijing) - 1_067_000) < 3_000
    assert distance_m(shanghai, shanghai) == 0
    assert distance_m((0.0, 0.0), (0.0, 180.0)) == 20_015_114


@given(point, point)
def test_there_and_back_are_as_far(
    one: tuple[float, float], two: tuple[float, float]
) -> None:
    assert distance_m(one, two) == distance_m(two, one)
    assert 0 <= distance_m(one, two) <= 20_015_115


def test_the_fence_is_200_m_and_what_the_position_is_vague_by() -> None:
    assert is_inside(200, None)
    assert not is_inside(201, 0)
    assert is_inside(240, 40)
    assert not is_inside(240, -40)
    assert not is_inside(600, 10**6)
