"""Sample commissioning templates: figures of public manuals, each with its source."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.catalogue.rules import Formula, Option, Step
from app.catalogue.states import StepKind

SOURCE: Final = (
    "Sample for demonstration, to be signed off by a qualified engineer before use. "
    "样例，使用前须由合格工程师确认。"
)
HOUR: Final = 3600


def _check(key: str, title: str, title_zh: str) -> Step:
    return Step(key=key, kind=StepKind.CHECK, title=title, title_zh=title_zh)


def _photo(key: str, title: str, title_zh: str) -> Step:
    return Step(
        key=key, kind=StepKind.PHOTO, title=title, title_zh=title_zh, min_photos=1
    )


SERIAL: Final = Step(
    key="serial", kind=StepKind.SERIAL, title="Serial number", title_zh="机身条码"
)
HANDOVER: Final = (
    _check("training", "The operator was shown how to use it", "已培训使用人员"),
    _photo("plate", "Rating plate and installed unit", "铭牌与安装照片"),
    Step(
        key="remarks",
        kind=StepKind.TEXT,
        title="Remarks",
        title_zh="备注",
        required=False,
    ),
)


def _reading(  # noqa: PLR0913 - a reading is these facts
    key: str,
    titles: tuple[str, str],
    quantity: tuple[str, str],
    instrument: str,
    *,
    limits: tuple[float | None, float | None] = (None, None),
    source: str | None = None,
    hold_seconds: int | None = None,
    formula: Formula | None = None,
) -> Step:
    return Step(
        key=key,
        kind=StepKind.READING,
        title=titles[0],
        title_zh=titles[1],
        quantity=quantity[0],
        unit=quantity[1],
        lower=limits[0],
        upper=limits[1],
        limit_source=source,
        instrument=instrument,
        hold_seconds=hold_seconds,
        formula=formula,
    )


ELECTRIC: Final = (
    _reading(
        "insulation",
        ("Insulation resistance", "绝缘电阻"),
        ("resistance", "Mohm"),
        "insulation_tester",
        limits=(1, None),
        source="Panasonic manual",
    ),
    _reading(
        "earth",
        ("Earth resistance", "接地电阻"),
        ("resistance", "ohm"),
        "earth_tester",
        limits=(None, 4),
        source="Giatsu manual",
    ),
)
SINGLE_PHASE: Final = (
    *ELECTRIC,
    _reading(
        "voltage",
        ("Supply voltage, rated 220 V ± 10 %", "电源电压，额定 220 V ± 10 %"),
        ("voltage", "V"),
        "multimeter",
        limits=(198, 242),
        source="Bristan manual",
    ),
)
THREE_PHASE: Final = (
    *ELECTRIC,
    _reading(
        "voltage",
        ("Supply voltage, rated 380 V ± 10 %", "电源电压，额定 380 V ± 10 %"),
        ("voltage", "V"),
        "multimeter",
        limits=(342, 418),
        source="Bristan manual",
    ),
    _reading(
        "phase_imbalance",
        ("Phase imbalance", "三相不平衡度"),
        ("ratio", "percent"),
        "multimeter",
        limits=(None, 2),
        source="Trane manual",
    ),
)
_NITROGEN: Final = "Midea V8 Mini data book"
VRF_PIPES: Final = (
    *(
        _reading(
            f"nitrogen_{stage}",
            (
                f"Nitrogen test stage {stage}, corrected by 0.01 MPa per °C, no drop",
                f"氮气保压第 {stage} 阶段，按 0.01 MPa/°C 修正后无压降",
            ),
            ("gauge_pressure", "MPa"),
            "pressure_gauge",
            limits=(pressure, None),
            source=_NITROGEN,
            hold_seconds=hold,
        )
        for stage, pressure, hold in ((1, 0.3, 180), (2, 1.5, 180), (3, 4.0, 24 * HOUR))
    ),
    _reading(
        "vacuum",
        ("Vacuum for more than 2 h", "抽真空 2 小时以上"),
        ("gauge_pressure", "kPa"),
        "vacuum_gauge",
        limits=(None, -100.7),
        source="MDV installation manual",
        hold_seconds=2 * HOUR,
    ),
    _reading(
        "vacuum_held",
        ("Vacuum held for 1 h with no rise", "真空保持 1 小时无回升"),
        ("gauge_pressure", "kPa"),
        "vacuum_gauge",
        limits=(None, -100.7),
        source="MDV installation manual",
        hold_seconds=HOUR,
    ),
)
SPLIT_PIPES: Final = (
    _reading(
        "vacuum",
        ("Vacuum by micron gauge (mtorr = µmHg)", "真空度（微米汞柱）"),
        ("absolute_pressure", "mtorr"),
        "micron_gauge",
        limits=(None, 500),
        source="Gree / Lennox manuals",
    ),
    _reading(
        "vacuum_isolated",
        ("Vacuum after 15 min isolated", "隔离 15 分钟后的真空度"),
        ("absolute_pressure", "mtorr"),
        "micron_gauge",
        limits=(None, 700),
        source="Gree / Lennox manuals",
        hold_seconds=900,
    ),
    _reading(
        "pipe_length",
        ("Length of the Ø6.35 liquid pipe", "Ø6.35 液管长度"),
        ("length", "m"),
        "tape_measure",
    ),
    _reading(
        "extra_charge",
        ("Extra refrigerant, 15 g/m × (L − 5 m)", "追加冷媒 15 g/m ×（L − 5 m）"),
        ("mass", "g"),
        "scale",
        source="Midea split manual",
        formula=Formula(of="pipe_length", factor=15, minus=5),
    ),
)
AIR_SIDE: Final = (
    _reading(
        "air_difference",
        ("Supply/return difference, cooling", "送回风温差（制冷）"),
        ("temperature_difference", "delta_degC"),
        "thermometer",
        limits=(8, None),
        source="Contractor practice, weak",
    ),
    _reading(
        "airflow_deviation",
        ("Airflow against design", "风量与设计偏差"),
        ("ratio", "percent"),
        "anemometer",
        limits=(None, 15),
        source="GB 50243-2016, 11.3.2",
    ),
)
BEARING: Final = _reading(
    "bearing",
    ("Fan bearing temperature after 2 h, rolling", "风机滚动轴承温度，运行 2 小时"),
    ("temperature", "degC"),
    "thermometer",
    limits=(None, 80),
    source="GB 50243-2016, 11.2.2",
    hold_seconds=2 * HOUR,
)
WATER_PIPES: Final = (
    _reading(
        "water_pressure",
        ("Test pressure, 1.5 × working, not below 0.6 MPa", "试验压力，1.5 倍工作压力"),
        ("gauge_pressure", "MPa"),
        "pressure_gauge",
        limits=(0.6, None),
        source="GB 50242-2002, 4.2.1",
        hold_seconds=600,
    ),
    _reading(
        "water_drop",
        ("Pressure drop in 10 min, metal pipe", "10 分钟压降（金属管）"),
        ("pressure_drop", "MPa"),
        "pressure_gauge",
        limits=(None, 0.02),
        source="GB 50242-2002, 4.2.1",
    ),
)
OUTLET: Final = _reading(
    "outlet",
    ("Shower outlet temperature", "淋浴出水温度"),
    ("temperature", "degC"),
    "thermometer",
    limits=(None, 43),
    source="Bristan manual",
)
FINAL_RINSE: Final = _reading(
    "final_rinse",
    ("Final rinse temperature", "终漂水温"),
    ("temperature", "degC"),
    "thermometer",
    limits=(82, None),
    source="Manufacturer practice, weak",
)
TIGHT: Final = Step(
    key="tightness",
    kind=StepKind.CHOICE,
    title="Joints checked with leak detector",
    title_zh="接头检漏",
    options=(
        Option(value="tight", label="Tight", label_zh="无泄漏"),
        Option(value="leak", label="Leak found", label_zh="有泄漏", passes=False),
    ),
)

STEPS: Final[Mapping[str, Sequence[Step]]] = {
    "vrf_outdoor": (*VRF_PIPES, *THREE_PHASE, BEARING),
    "vrf_indoor": (*SINGLE_PHASE, *AIR_SIDE),
    "split": (*SPLIT_PIPES, *SINGLE_PHASE),
    "fan_coil": (*WATER_PIPES, *SINGLE_PHASE, *AIR_SIDE),
    "heat_pump": (*WATER_PIPES, *THREE_PHASE, OUTLET),
    "gas_heater": (*WATER_PIPES, TIGHT, *SINGLE_PHASE, OUTLET),
    "electric_heater": (*WATER_PIPES, *SINGLE_PHASE, OUTLET),
    "laundry": (*WATER_PIPES, *THREE_PHASE),
    "gas_kitchen": (TIGHT, *SINGLE_PHASE),
    "dishwasher": (*WATER_PIPES, *THREE_PHASE, FINAL_RINSE),
    "cold": (TIGHT, *SINGLE_PHASE),
}


def steps_for(effort: str) -> list[Step]:
    """Return the ordered steps for a kind of equipment."""
    return [SERIAL, *STEPS[effort], *HANDOVER]
