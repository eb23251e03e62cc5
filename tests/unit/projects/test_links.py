from hypothesis import given
from hypothesis import strategies as st

from app.projects.rules import links


def test_a_token_has_128_random_bits_and_needs_no_escapes() -> None:
    tokens = {links.new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(links.is_token(token) for token in tokens)


@given(st.text())
def test_whatever_is_sent_is_a_token_or_none(text: str) -> None:
    assert links.is_token(text) == (
        len(text) == 22
        and text.isascii()
        and all(letter.isalnum() or letter in "_-" for letter in text)
    )


def test_a_failure_counts_against_where_it_came_from() -> None:
    assert links.counted_for("192.0.2.7") == {"link:192.0.2.7": links.MOST_FAILURES}
    assert links.counted_for("::ffff:192.0.2.7") == links.counted_for("192.0.2.7")
    assert links.counted_for("unknown") == {"link:unknown": links.MOST_FAILURES}


def test_a_whole_network_of_one_household_is_one_place() -> None:
    first = links.counted_for("2001:db8:1:2::1")
    assert first == links.counted_for("2001:db8:1:2:ffff::9")
    assert first != links.counted_for("2001:db8:1:3::1")
