from hypothesis import given
from hypothesis import strategies as st

from routing import validate
from routing.bench.generate import Family, generate

SHARES = st.sampled_from((0.0, 0.3, 1.0))
FAMILIES = st.builds(
    Family,
    visits=st.integers(0, 40),
    days=st.integers(1, 3),
    windows=SHARES,
    crews=SHARES,
    linked=SHARES,
    dated=SHARES,
    breaks=st.booleans(),
)


@given(family=FAMILIES, seed=st.integers(0, 99))
def test_an_instance_is_sound_and_always_the_same(family: Family, seed: int) -> None:
    instance = generate(family, seed)
    assert validate(instance) == ()
    assert generate(family, seed) == instance
    assert len(instance.visits) == family.visits


def test_seeds_differ() -> None:
    assert generate(Family(visits=5), 1) != generate(Family(visits=5), 2)
