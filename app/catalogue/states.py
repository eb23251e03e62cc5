"""The closed vocabularies of the catalogue; nothing here has a lifecycle."""

from enum import StrEnum


class WorkKind(StrEnum):
    """What a work order is for."""

    DELIVERY = "delivery"
    INSTALLATION = "installation"
    COMMISSIONING = "commissioning"
    MAINTENANCE = "maintenance"
    REPAIR = "repair"


class Category(StrEnum):
    """The families of equipment."""

    VRF = "vrf"
    SPLIT = "split"
    FAN_COIL = "fan_coil"
    WATER_HEATING = "water_heating"
    KITCHEN = "kitchen"
    LAUNDRY = "laundry"
    REFRIGERATION = "refrigeration"


class StepKind(StrEnum):
    """What a technician does at one step of a commissioning template."""

    CHECK = "check"
    CHOICE = "choice"
    PHOTO = "photo"
    SERIAL = "serial"
    TEXT = "text"
    READING = "reading"
