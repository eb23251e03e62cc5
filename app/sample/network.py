"""Organisations of five kinds, and one login for each role."""

from dataclasses import dataclass
from typing import Final

from app.core.actor import Role
from app.organisations.states import OrganisationKind

#: Known to everyone: the demonstration is for one's own machine.
PASSWORD: Final = "paigong-demo"  # noqa: S105 - told by `paigong up`

_K = OrganisationKind
PLATFORM: Final = "demo-platform"
ORGANISATIONS: Final = (
    (_K.PLATFORM, PLATFORM, "Paigong demonstration", "派工演示平台"),
    (_K.BRAND, "demo-beilan", "Beilan (sample brand)", "北澜（样例品牌）"),
    (_K.BRAND, "demo-qingshan", "Qingshan (sample brand)", "青杉（样例品牌）"),
    (_K.BRAND, "demo-hengwei", "Hengwei (sample brand)", "恒味（样例品牌）"),
    (_K.STORE, "demo-store", "Xuhui demonstration store", "徐汇演示门店"),
    (
        _K.SERVICE_PARTNER,
        "demo-partner-west",
        "West Service (sample)",
        "沪西服务（样例）",
    ),
    (
        _K.SERVICE_PARTNER,
        "demo-partner-east",
        "East Service (sample)",
        "沪东服务（样例）",
    ),
    (_K.CUSTOMER, "demo-customer", "Yunqi Hotels (sample)", "云栖酒店（样例）"),
)


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody the demonstration can be tried as."""

    role: Role
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class SamplePerson:
    role: Role
    organisation: str
    name: str

    @property
    def login(self) -> Login:
        word = self.role.value.split("_", maxsplit=1)[0]
        return Login(self.role, f"{word}@demo.example", PASSWORD)


PEOPLE: Final = (
    SamplePerson(Role.PLATFORM_ADMIN, PLATFORM, "演示管理员"),
    SamplePerson(Role.DISPATCHER, PLATFORM, "演示调度员"),
    SamplePerson(Role.TECHNICIAN, PLATFORM, "演示技师"),
    SamplePerson(Role.BRAND_MANAGER, "demo-beilan", "演示品牌经理"),
    SamplePerson(Role.STORE, "demo-store", "演示店长"),
    SamplePerson(Role.PARTNER_MANAGER, "demo-partner-west", "演示服务商经理"),
)


def logins() -> list[Login]:
    """Return one login for each role."""
    return [person.login for person in PEOPLE]


def described(several: list[Login]) -> str:
    """Write the logins as people read them."""
    width = max(len(login.role) for login in several)
    lines = [
        f"  {login.role:<{width}}  {login.email}  {login.password}" for login in several
    ]
    return "\n".join(["Demonstration logins:", *lines])
