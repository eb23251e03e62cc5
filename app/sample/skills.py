"""The sample's skills: code, names, and whether a certificate proves them."""

from typing import Final

SKILLS: Final = (
    ("delivery", "Delivery and rigging", "搬运吊装", False),
    ("low_voltage", "Low-voltage electrician", "低压电工作业证", True),
    ("refrigeration", "Refrigeration and air conditioning", "制冷与空调作业证", True),
    ("gas", "Gas appliances", "燃气具安装维修证", True),
    ("height", "Working at height", "高处作业证", True),
    ("vrf", "VRF manufacturer's certificate", "多联机厂家认证", True),
    ("plumbing", "Plumbing", "管道工", False),
    ("kitchen", "Commercial kitchen equipment", "商用厨房设备", False),
    ("laundry", "Commercial laundry equipment", "商用洗涤设备", False),
)
