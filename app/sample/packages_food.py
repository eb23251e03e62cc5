"""A canteen's kitchen and a cold room: two of the sample packages."""

from typing import Final

from app.catalogue.states import Category
from app.sales.rules.packages import PackageIntake
from app.sample.packages_parts import choice, number, rule, whole

RACKS: Final = (
    "Warewashing guides of makers and dealers: pieces of a person × persons an hour "
    "÷ 20 pieces a rack; undercounter about 35, hood 60-125 racks an hour"
)
STEAM: Final = (
    "Canteen planning in common Chinese practice: about 100 meals of rice for a 50 L "
    "steamer, 300 for a cabinet of three doors; weak"
)
WOKS: Final = (
    "Canteen planning in common Chinese practice: a large wok range for about 100-150 "
    "meals in a sitting; weak"
)
STORAGE: Final = (
    "GB 50072 (cold store design), tonnage: G = V × η × ρ / 1000, densities of its "
    "table (meat 400, fruit and vegetables 230-350, ice cream and mixed about 250 "
    "kg/m³)"
)

CANTEEN: Final = PackageIntake(
    code="canteen-kitchen",
    name="Canteen kitchen (sample)",
    name_zh="食堂厨房（样例）",
    category=Category.KITCHEN,
    is_sample=True,
    figures=(
        whole("meals", "Meals at the largest sitting", "最大一餐人数", "", 20, 5000),
        number("sitting", "Length of the sitting", "用餐时长", "h", 0.5, 4),
        whole("pieces", "Dishes of a person", "每人餐具数", "", 1, 10),
        number("ice", "Ice for drinks", "每日用冰", "kg", 0, 1000),
    ),
    rules=(
        rule(
            "racks",
            "Racks of dishes an hour",
            "每小时洗碗筐数",
            "double(meals) * double(pieces) / sitting / 20.0",
            RACKS,
        ),
        rule(
            "conveyor",
            "Rack conveyor dishwashers",
            "通道式洗碗机",
            "racks > 120.0 ? ceil(racks / 150.0) : 0",
            RACKS,
            model="hengwei HD-R150",
        ),
        rule(
            "hood",
            "Hood dishwashers",
            "揭盖式洗碗机",
            "racks > 35.0 && racks <= 120.0 ? ceil(racks / 60.0) : 0",
            RACKS,
            model="hengwei HD-H60",
        ),
        rule(
            "undercounter",
            "Undercounter dishwashers",
            "台下式洗碗机",
            "racks <= 35.0 ? 1 : 0",
            RACKS,
            model="hengwei HD-U40",
        ),
        rule(
            "woks",
            "Double wok ranges",
            "双头炒灶",
            "ceil(double(meals) / 240.0)",
            WOKS,
            model="hengwei HG-W2",
        ),
        rule(
            "steamers",
            "Steam cabinets",
            "三门蒸柜",
            "ceil(double(meals) / 300.0)",
            STEAM,
            model="hengwei HG-S3",
        ),
        rule(
            "freezers",
            "Upright freezers",
            "四门冷柜",
            "ceil(double(meals) / 250.0)",
            "About 1,000 L of cold storage for 250 meals a day, two days' stock; weak",
            model="hengwei HR-U4",
        ),
        rule(
            "ice_makers",
            "Ice makers 80 kg a day",
            "制冰机",
            "ceil(ice * 1.2 / 80.0)",
            "Dealers' ice machine guides: a fifth more than the day's need",
            model="hengwei HR-I80",
        ),
    ),
)

COLD_ROOM: Final = PackageIntake(
    code="cold-room",
    name="Cold room (sample)",
    name_zh="冷库（样例）",
    category=Category.REFRIGERATION,
    is_sample=True,
    figures=(
        choice("goods", "Goods", "货物", "meat", "produce", "mixed"),
        number("daily", "Goods that come in a day", "每日进货", "kg", 10, 20000),
        number("days", "Days of stock", "储存天数", "d", 1, 60),
        number("display", "Open shelves for sale", "敞开陈列", "m", 0, 50),
    ),
    rules=(
        rule(
            "density",
            "Density of the goods",
            "货物密度",
            'goods == "meat" ? 400.0 : (goods == "produce" ? 230.0 : 250.0)',
            STORAGE,
            "kg/m³",
        ),
        rule(
            "use",
            "Share of the volume that is used",
            "容积利用系数",
            'goods == "produce" ? 0.32 : 0.4',
            "GB 50072, table of volume use: 0.4 for the smallest stores, × 0.8 for "
            "vegetables",
        ),
        rule(
            "volume",
            "Volume",
            "库容",
            "daily * days / (density * use)",
            STORAGE,
            "m³",
        ),
        rule(
            "rooms",
            "Cold rooms 12 m³",
            "组合冷库 12 立方",
            "most(ceil(volume / 12.0), 1)",
            "Modules of the sample list",
            model="hengwei HR-C12",
        ),
        rule(
            "cabinets",
            "Open display cabinets 2 m",
            "敞开式风幕柜 2 米",
            "ceil(display / 2.0)",
            "Length of the shelves",
            model="hengwei HR-D20",
        ),
        rule(
            "pull_down",
            "Hours to watch the first cooling down",
            "首次降温看护工时",
            "double(rooms) * 2.0",
            "Contractor practice, two hours a room; weak",
            "h",
            service="commissioning",
        ),
    ),
)
