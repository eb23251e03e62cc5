from dataclasses import replace

from app.catalogue.rules import Formula, Option, Step, template_faults
from app.catalogue.states import StepKind

CHECK = Step(key="clean", kind=StepKind.CHECK, title="Clean")
READING = Step(
    key="earth",
    kind=StepKind.READING,
    title="Earth resistance",
    quantity="resistance",
    unit="ohm",
    upper=4,
    limit_source="Giatsu manual",
    instrument="earth_tester",
)
CHOICE = Step(
    key="tight",
    kind=StepKind.CHOICE,
    title="Tight?",
    options=(
        Option(value="yes", label="Yes"),
        Option(value="no", label="No", passes=False),
    ),
)


def faults(*steps: Step) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in template_faults(steps)]


def test_a_good_template_has_no_faults() -> None:
    photo = Step(key="plate", kind=StepKind.PHOTO, title="Plate", min_photos=2)
    serial = Step(key="serial", kind=StepKind.SERIAL, title="Serial")
    text = Step(key="notes", kind=StepKind.TEXT, title="Notes", required=False)
    assert faults(CHECK, READING, CHOICE, photo, serial, text) == []


def test_a_template_has_a_step() -> None:
    assert faults() == [("/steps", "missing")]


def test_each_step_has_its_own_key() -> None:
    assert faults(CHECK, CHECK) == [("/steps/1/key", "twice")]


def test_a_step_has_the_fields_of_its_kind_only() -> None:
    assert faults(replace(CHECK, unit="ohm", min_photos=1)) == [
        ("/steps/0/min_photos", "unfit"),
        ("/steps/0/unit", "unfit"),
    ]


def test_a_reading_names_quantity_unit_and_instrument() -> None:
    bare = Step(key="x", kind=StepKind.READING, title="X")
    assert faults(bare) == [
        ("/steps/0/quantity", "missing"),
        ("/steps/0/unit", "missing"),
        ("/steps/0/instrument", "missing"),
    ]


def test_a_unit_belongs_to_its_quantity() -> None:
    assert faults(replace(READING, unit="V")) == [("/steps/0/unit", "unit")]
    assert faults(replace(READING, quantity="mood")) == [
        ("/steps/0/quantity", "unknown")
    ]


def test_a_limit_has_a_source() -> None:
    assert faults(replace(READING, limit_source=None)) == [
        ("/steps/0/limit_source", "missing")
    ]
    recorded = replace(READING, upper=None, limit_source=None)
    assert faults(recorded) == []


def test_limits_are_in_order() -> None:
    assert faults(replace(READING, lower=5, upper=4)) == [("/steps/0/lower", "limits")]
    assert faults(replace(READING, lower=1, upper=4)) == []
    assert faults(replace(READING, lower=1, upper=None)) == []


def test_a_choice_has_two_different_options_of_which_one_passes() -> None:
    yes, no = CHOICE.options or ()
    assert faults(replace(CHOICE, options=None)) == [("/steps/0/options", "missing")]
    assert faults(replace(CHOICE, options=(yes,))) == [("/steps/0/options", "too_few")]
    assert faults(replace(CHOICE, options=(yes, yes))) == [
        ("/steps/0/options", "twice")
    ]
    never = (no, replace(no, value="never"))
    assert faults(replace(CHOICE, options=never)) == [("/steps/0/options", "no_pass")]


def test_a_formula_uses_an_earlier_reading() -> None:
    charge = replace(
        READING, key="charge", upper=None, formula=Formula(of="earth", factor=15)
    )
    assert faults(READING, charge) == []
    assert faults(charge, READING) == [("/steps/0/formula/of", "unknown")]
    assert faults(replace(CHECK, key="earth"), charge) == [
        ("/steps/1/formula/of", "unknown")
    ]


def test_all_faults_of_all_steps_come_at_once() -> None:
    wrong = replace(READING, unit="V", limit_source=None, lower=9)
    assert faults(wrong, replace(CHOICE, options=())) == [
        ("/steps/0/unit", "unit"),
        ("/steps/0/lower", "limits"),
        ("/steps/0/limit_source", "missing"),
        ("/steps/1/options", "too_few"),
    ]
