"""What is shown has one hash, whatever order it is written in."""

from hypothesis import given
from hypothesis import strategies as st

from app.sales.rules.documents import SHOWN, hash_of, shown_line

texts = st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=5)


@given(texts)
def test_the_order_of_the_facts_does_not_matter(document: dict[str, str]) -> None:
    turned = dict(reversed(document.items()))
    assert hash_of(turned) == hash_of(document)


@given(texts, texts)
def test_other_facts_have_another_hash(
    one: dict[str, str], two: dict[str, str]
) -> None:
    assert (hash_of(one) == hash_of(two)) == (one == two)


def test_a_line_shows_no_more_than_its_list() -> None:
    line = {**dict.fromkeys(SHOWN, "x"), "model_id": 7}
    assert "model_id" not in shown_line(line)
