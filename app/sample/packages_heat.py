"""Hot water of a hotel, laundry of a dormitory: two of the sample packages."""

from typing import Final

from app.catalogue.states import Category
from app.sales.rules.packages import PackageIntake
from app.sample.packages_parts import choice, number, rule, whole

DEMAND: Final = (
    "GB 50015-2019, table 6.2.1-1: hotel guests up to about 120-160 L a bed and day at "
    "60 °C, staff 40-50 L; check the edition in force"
)
HEAT: Final = "Heat of water 1.163 Wh for each litre and kelvin"
RUNNING: Final = (
    "GB 50015-2019, 6.6: air-source heat pumps are laid out for 8-16 hours a day; "
    "12 taken"
)
LAUNDRY: Final = (
    "Laundry planning guides of machine makers: daily weight divided by cycles a day; "
    "residents' own washing taken as 4 kg a week; weak"
)
FILL: Final = "Machine makers' advice: load drums to about 80 %"

HOTEL_WATER: Final = PackageIntake(
    code="hotel-hot-water",
    name="Hotel hot water, heat pumps (sample)",
    name_zh="酒店空气能热水（样例）",
    category=Category.WATER_HEATING,
    is_sample=True,
    figures=(
        whole("beds", "Beds", "床位数", "", 1, 2000),
        whole("staff", "Staff on duty", "员工数", "", 0, 500),
        choice("class", "Class", "档次", "budget", "middle", "high"),
        number("inlet", "Coldest inlet water", "最低进水温度", "°C", 2, 25),
    ),
    rules=(
        rule(
            "per_bed",
            "Hot water of a bed and day",
            "每床每日热水量",
            'class == "high" ? 160.0 : (class == "middle" ? 140.0 : 120.0)',
            DEMAND,
            "L",
        ),
        rule(
            "daily",
            "Hot water of a day",
            "日热水量",
            "double(beds) * per_bed + double(staff) * 45.0",
            DEMAND,
            "L",
        ),
        rule(
            "heat",
            "Heat of a day",
            "日耗热量",
            "daily * (60.0 - inlet) * 1.163 / 1000.0",
            HEAT,
            "kWh",
        ),
        rule("power", "Heating power", "制热功率", "heat / 12.0", RUNNING, "kW"),
        rule(
            "large",
            "Heat pumps 40 kW",
            "热泵 40 kW",
            "int(power / 40.0)",
            "The largest unit of the sample list first",
            model="qingshan QH-40",
        ),
        rule(
            "small",
            "Heat pumps 20 kW, for what is left",
            "余量热泵 20 kW",
            "ceil((power - double(large) * 40.0) / 20.0)",
            "One size smaller for what is left",
            model="qingshan QH-20",
        ),
        rule(
            "standby",
            "Gas heaters for the coldest days and for a failure",
            "备用燃气热水炉",
            'class == "high" ? ceil(power * 0.5 / 99.0) : 0',
            "Contractor practice: half of the power as a standby; weak",
            model="qingshan QG-99",
        ),
    ),
)

DORMITORY_LAUNDRY: Final = PackageIntake(
    code="dormitory-laundry",
    name="Dormitory laundry (sample)",
    name_zh="宿舍洗衣房（样例）",
    category=Category.LAUNDRY,
    is_sample=True,
    figures=(
        whole("residents", "Residents", "住宿人数", "", 10, 5000),
        number("open_hours", "Open hours a day", "每日开放小时", "h", 4, 24),
        number("linen", "House linen a week", "每周公用布草", "kg", 0, 5000),
    ),
    rules=(
        rule(
            "weekly",
            "Washing of a week",
            "每周洗涤量",
            "double(residents) * 4.0 + linen",
            LAUNDRY,
            "kg",
        ),
        rule(
            "peak",
            "Washing of the busiest day",
            "高峰日洗涤量",
            "weekly / 7.0 * 1.5",
            "Half as much again at the week's end; weak",
            "kg",
        ),
        rule(
            "cycles",
            "Cycles of a machine and day",
            "单机每日循环",
            "open_hours / 1.0",
            "A cycle with loading takes about an hour (planning guides of makers)",
        ),
        rule(
            "washers",
            "Washers 15 kg",
            "洗脱机 15 公斤",
            "most(ceil(peak / (cycles * 15.0 * 0.8)), 1)",
            FILL,
            model="qingshan QL-W15",
        ),
        rule(
            "dryers",
            "Dryers 15 kg",
            "烘干机 15 公斤",
            "washers",
            "One dryer beside each washer (common-area laundry guides)",
            model="qingshan QL-D15",
        ),
        rule(
            "ironers",
            "Ironers for house linen",
            "烫平机",
            "linen >= 300.0 ? ceil(linen / 7.0 / 8.0 / 40.0) : 0",
            "About 40 kg an hour on a 1.6 m roll, eight hours a day; weak",
            model="qingshan QL-I16",
        ),
    ),
)
