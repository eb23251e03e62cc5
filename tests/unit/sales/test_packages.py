"""Packages that keep their promises, and surveys that answer what is asked."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.states import Category, WorkKind
from app.sales.rules.design import MOST_UNITS, design
from app.sales.rules.language import Value
from app.sales.rules.packages import (
    Figure,
    PackageIntake,
    Rule,
    figure_faults,
    package_faults,
    typed,
)
from app.sales.states import FigureType
from app.sample.models import sample_models
from app.sample.packages import PACKAGES

MODELS = {(each.brand, each.intake.code) for each in sample_models()}
AREA = Figure(key="area", title="Area", type=FigureType.NUMBER, least=1, most=100)
ROOMS = Figure(key="rooms", title="Rooms", type=FigureType.INTEGER, least=0, most=9)
SUN = Figure(key="sun", title="Sun", type=FigureType.CHOICE, choices=("a", "b"))
LIFT = Figure(key="lift", title="Lift", type=FigureType.FLAG)
ALL = (AREA, ROOMS, SUN, LIFT)
UNITS = Rule(
    key="units",
    title="Units",
    expression="ceil(area / 10.0)",
    source="a book",
    brand="b",
    model="M",
)


def package(*rules: Rule, figures: tuple[Figure, ...] = ALL) -> PackageIntake:
    return PackageIntake(
        code="p", name="P", category=Category.VRF, figures=figures, rules=rules
    )


def codes(intake: PackageIntake) -> list[tuple[str, str]]:
    return [(f.pointer, f.code) for f in package_faults(intake, {("b", "M")})]


def test_a_package_in_order_has_no_fault() -> None:
    assert codes(package(UNITS)) == []


def test_every_fault_of_a_package_is_told_at_once() -> None:
    bad = package(
        replace(UNITS, key="area", source=" "),
        replace(UNITS, expression="ceil("),
        replace(UNITS, key="later", expression="area + never"),
        replace(UNITS, key="model", model="X"),
        replace(UNITS, key="both", service=WorkKind.DELIVERY),
        figures=(
            AREA,
            AREA,
            replace(SUN, choices=()),
            replace(ROOMS, most=None),
        ),
    )
    assert codes(bad) == [
        ("/figures/1/key", "twice"),
        ("/figures/2/choices", "choices"),
        ("/figures/3/most", "range"),
        ("/rules/0/key", "twice"),
        ("/rules/0/source", "missing"),
        ("/rules/1/expression", "expression"),
        ("/rules/2/expression", "unknown_name"),
        ("/rules/3/model", "unknown_model"),
        ("/rules/4/service", "both"),
    ]


def test_a_survey_that_answers_all_has_no_fault() -> None:
    given = {"area": 10, "rooms": 3.0, "sun": "b", "lift": False}
    assert figure_faults(ALL, given) == []
    assert typed(ALL, given) == {"area": 10.0, "rooms": 3, "sun": "b", "lift": False}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("area", 0.5),
        ("area", 101),
        ("area", "10"),
        ("area", True),
        ("area", None),
        ("area", float("nan")),
        ("rooms", 1.5),
        ("sun", "c"),
        ("sun", ["a"]),
        ("lift", 1),
    ],
)
def test_a_figure_of_another_kind_or_out_of_bounds_is_a_fault(
    key: str, value: Any
) -> None:
    given = {"area": 10, "rooms": 3, "sun": "b", "lift": False, key: value}
    assert [f.pointer for f in figure_faults(ALL, given)] == [f"/figures/{key}"]


def test_figures_that_are_missing_or_not_asked_for_are_told() -> None:
    faults = figure_faults([AREA], {"height": 3})
    assert [(f.pointer, f.code) for f in faults] == [
        ("/figures/height", "unknown"),
        ("/figures/area", "missing"),
    ]


def test_a_line_shows_the_rule_its_values_and_its_source() -> None:
    step = design([UNITS], {"area": 25.0, "rooms": 2}).lines[0]
    assert step.kept == {
        "key": "units",
        "title": "Units",
        "title_zh": "",
        "expression": "ceil(area / 10.0)",
        "unit": "",
        "source": "a book",
        "brand": "b",
        "model": "M",
        "service": None,
        "is_sample": False,
        "inputs": [{"key": "area", "value": 25.0}],
        "result": 3,
    }


def test_a_rule_uses_what_earlier_rules_gave_and_none_is_no_line() -> None:
    later = replace(UNITS, key="later", expression="units - 3")
    found = design([UNITS, later], {"area": 25.0})
    assert [(s.rule.key, s.result) for s in found.steps] == [("units", 3), ("later", 0)]
    assert [step.rule.key for step in found.lines] == ["units"]


@pytest.mark.parametrize(
    "expression", ["area / 10.0", "-1", "area > 1.0", '"x"', f"{MOST_UNITS + 1}"]
)
def test_a_quantity_is_a_whole_number_that_is_not_absurd(expression: str) -> None:
    found = design([replace(UNITS, expression=expression)], {"area": 25.0})
    assert found.steps == ()
    assert [f.code for f in found.faults] == ["rule"]


def test_hours_may_be_parts_of_one() -> None:
    hours = Rule(
        key="h",
        title="H",
        expression="area / 10.0",
        source="s",
        service=WorkKind.INSTALLATION,
    )
    assert [step.result for step in design([hours], {"area": 25.0}).lines] == [2.5]


def test_there_are_six_sample_packages_and_each_rule_has_a_source() -> None:
    assert len(PACKAGES) >= 6
    for each in PACKAGES:
        assert package_faults(each, MODELS) == []
        assert each.is_sample
        assert all(rule.is_sample and len(rule.source) > 10 for rule in each.rules)
        assert all(figure.title_zh for figure in each.figures)
        assert all(rule.title_zh for rule in each.rules)


def found_at(figure: Figure) -> st.SearchStrategy[Any]:
    if figure.type is FigureType.CHOICE:
        return st.sampled_from(figure.choices)
    least, most = figure.least or 0, figure.most or 0
    if figure.type is FigureType.INTEGER:
        return st.integers(int(least), int(most))
    return st.floats(least, most, allow_nan=False)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.code)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_sample_package_has_lines_for_any_site_that_it_takes(
    package: PackageIntake, data: st.DataObject
) -> None:
    given = {f.key: data.draw(found_at(f), label=f.key) for f in package.figures}
    assert figure_faults(package.figures, given) == []
    found = design(package.rules, typed(package.figures, given))
    assert found.faults == ()
    assert found.lines
    assert all(step.result >= 0 for step in found.lines)  # type: ignore[operator] # a line's result is a number


@settings(max_examples=20, deadline=None)
@given(area=st.floats(20, 4000), more=st.floats(0, 1000))
def test_a_larger_office_never_gets_less_cooling(area: float, more: float) -> None:
    office = PACKAGES[0]
    rest: dict[str, Value] = {
        "rooms": 4,
        "room_area": 15.0,
        "floors": 1,
        "sun": "mixed",
    }

    def indoor(cooled: float) -> float:
        steps = design(office.rules, {"area": cooled, **rest}).steps
        return float(next(s.result for s in steps if s.rule.key == "indoor"))

    assert indoor(area + more) >= indoor(area)
