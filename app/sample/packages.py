"""Six sample packages: rules of thumb from public practice, for the sample's models.

They show how a rule is written, explained and sourced. None replaces an engineer's
calculation: each is marked as a sample, and its source is to be read before use.
"""

from typing import Final

from app.catalogue.states import Category
from app.sales.rules.packages import PackageIntake
from app.sample.packages_food import CANTEEN, COLD_ROOM
from app.sample.packages_heat import DORMITORY_LAUNDRY, HOTEL_WATER
from app.sample.packages_parts import choice, number, rule, whole

COOLING: Final = (
    "Cooling load estimates per area in common Chinese design practice (offices about "
    "95-150, shops about 130-250 W/m²); a calculation by GB 50736-2012, 7.2 replaces it"
)
RATIO: Final = (
    "VRF manufacturers' data books: indoor to outdoor capacity 50-130 %; 100 % taken"
)
OFFICE_VRF: Final = PackageIntake(
    code="office-vrf",
    name="Office air conditioning, VRF (sample)",
    name_zh="办公室多联机空调（样例）",
    category=Category.VRF,
    is_sample=True,
    figures=(
        number("area", "Cooled area", "空调面积", "m²", 20, 5000),
        whole("rooms", "Closed rooms", "独立房间数", "", 0, 200),
        number("room_area", "Area of one closed room", "单间面积", "m²", 5, 200),
        whole("floors", "Floors", "楼层数", "", 1, 40),
        choice("sun", "Outer walls", "外墙", "inner", "mixed", "glass"),
    ),
    rules=(
        rule(
            "index",
            "Cooling load of one m²",
            "单位面积冷负荷",
            'sun == "glass" ? 150.0 : (sun == "mixed" ? 130.0 : 110.0)',
            COOLING,
            "W/m²",
        ),
        rule(
            "load", "Cooling load", "总冷负荷", "area * index / 1000.0", COOLING, "kW"
        ),
        rule(
            "open_area",
            "Open area",
            "开敞面积",
            "most(area - double(rooms) * room_area, 0.0)",
            "What the closed rooms leave of the surveyed area",
            "m²",
        ),
        rule(
            "room_units",
            "Ducted 5.6 kW, for closed rooms",
            "独立房间风管机 5.6 kW",
            "rooms * ceil(room_area * index / 1000.0 / 5.6)",
            COOLING,
            model="beilan BI-D56",
        ),
        rule(
            "open_units",
            "Cassettes 7.1 kW, for the open area",
            "开敞区四面出风 7.1 kW",
            "ceil(open_area * index / 1000.0 / 7.1)",
            COOLING,
            model="beilan BI-C71",
        ),
        rule(
            "indoor",
            "Capacity of the indoor units",
            "室内机总容量",
            "double(room_units) * 5.6 + double(open_units) * 7.1",
            "Sum of the chosen units' rated capacity",
            "kW",
        ),
        rule(
            "large",
            "Outdoor units 56 kW",
            "室外机 56 kW",
            "int(indoor / 56.0)",
            RATIO,
            model="beilan BV-560",
        ),
        rule(
            "small",
            "Outdoor units 28 kW, for what is left",
            "余量室外机 28 kW",
            "ceil((indoor - double(large) * 56.0) / 28.0)",
            RATIO,
            model="beilan BV-280",
        ),
        rule(
            "risers",
            "Hours to pull pipes through floors",
            "楼层间管路敷设工时",
            "floors > 1 ? double(floors - 1) * 4.0 : 0.0",
            "Contractor practice, half a day of one person for each floor; weak",
            "h",
            service="installation",
        ),
    ),
)

SHOP_SPLIT: Final = PackageIntake(
    code="shop-split",
    name="Shop air conditioning, split units (sample)",
    name_zh="店铺分体空调（样例）",
    category=Category.SPLIT,
    is_sample=True,
    figures=(
        number("area", "Sales area", "营业面积", "m²", 5, 500),
        number("height", "Ceiling height", "层高", "m", 2, 6),
        number("glass", "Shop window", "橱窗面积", "m²", 0, 100),
        whole("people", "People at the busiest time", "高峰人数", "", 0, 300),
    ),
    rules=(
        rule(
            "base",
            "Load of the area",
            "面积负荷",
            "area * 150.0 * most(height / 3.0, 1.0) / 1000.0",
            f"{COOLING}; above 3 m in proportion to the height",
            "kW",
        ),
        rule(
            "sunlit",
            "Load of the window",
            "橱窗负荷",
            "glass * 0.15",
            "Estimate for shaded glass to the west, 150 W/m²; weak",
            "kW",
        ),
        rule(
            "guests",
            "Load of people",
            "人员负荷",
            "double(people) * 0.13",
            "Seated to walking adults give off about 130 W, sensible and latent "
            "(ASHRAE Fundamentals, table of heat gain from occupants)",
            "kW",
        ),
        rule(
            "load",
            "Cooling load",
            "总冷负荷",
            "base + sunlit + guests",
            "Sum of the three",
            "kW",
        ),
        rule(
            "floor_units",
            "Floor units 12 kW",
            "柜机 12 kW",
            "int(load / 12.0)",
            "The largest unit of the sample list first",
            model="beilan BS-120",
        ),
        rule(
            "rest",
            "What is left",
            "余量",
            "load - double(floor_units) * 12.0",
            "Load less the floor units",
            "kW",
        ),
        rule(
            "medium",
            "Floor units 7.2 kW",
            "柜机 7.2 kW",
            "rest > 3.5 ? ceil(rest / 7.2) : 0",
            "One size smaller for what is left",
            model="beilan BS-72",
        ),
        rule(
            "wall",
            "Wall units 3.5 kW",
            "挂机 3.5 kW",
            "rest > 0.0 && rest <= 3.5 ? 1 : 0",
            "The smallest that holds what is left",
            model="beilan BS-35",
        ),
    ),
)

PACKAGES: Final = (
    OFFICE_VRF,
    CANTEEN,
    HOTEL_WATER,
    DORMITORY_LAUNDRY,
    SHOP_SPLIT,
    COLD_ROOM,
)
