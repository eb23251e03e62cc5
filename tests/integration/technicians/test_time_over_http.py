from datetime import date
from typing import Any

import pytest

from app.core.actor import SYSTEM, Role, acting_as
from app.technicians.models import Technician
from app.technicians.queries import in_territory, shifts_between, skills_at
from tests.factories.network import Network, Person

#: Monday to Sunday after the demonstration's present.
FROM, TO = "2026-11-23", "2026-11-29"
WEEKDAYS = [
    {
        "weekday": day,
        "start_time": "08:30",
        "end_time": "17:30",
        "break_earliest": "11:30",
        "break_latest_end": "13:30",
        "break_seconds": 3600,
    }
    for day in range(5)
]


@pytest.fixture
def path(dispatcher: Person, technician: Technician) -> str:
    path = f"/technicians/{technician.id}"
    answer = dispatcher.ask("PUT", f"{path}/shifts", {"patterns": WEEKDAYS}, version=1)
    assert answer.status_code == 200, answer.text
    return path


def seen(dispatcher: Person, path: str) -> Any:
    answer = dispatcher.ask("GET", f"{path}/shifts?from={FROM}&to={TO}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_week_of_shifts_with_their_breaks(dispatcher: Person, path: str) -> None:
    shifts = seen(dispatcher, path)["shifts"]
    assert [shift["day"] for shift in shifts] == [f"2026-11-{d}" for d in range(23, 28)]
    assert shifts[0] == {
        "day": "2026-11-23",
        "starts_at": "2026-11-23T00:30:00+00:00",
        "ends_at": "2026-11-23T09:30:00+00:00",
        "overtime_until": "2026-11-23T09:30:00+00:00",
        "breaks": [
            {
                "earliest": "2026-11-23T03:30:00+00:00",
                "latest_end": "2026-11-23T05:30:00+00:00",
                "seconds": 3600,
            }
        ],
    }


def test_shifts_that_overlap_are_refused(dispatcher: Person, path: str) -> None:
    night = {"weekday": 0, "start_time": "20:00", "end_time": "09:00"}
    answer = dispatcher.ask(
        "PUT", f"{path}/shifts", {"patterns": [night, *WEEKDAYS[1:]]}, version=2
    )
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["errors"][0]["pointer"] == "/patterns/0/end_time"


def test_the_night_before_belongs_to_its_own_day(dispatcher: Person, path: str) -> None:
    nights = [
        {"weekday": day, "start_time": "22:00", "end_time": "06:00"} for day in range(5)
    ]
    body = {"patterns": nights}
    assert dispatcher.ask("PUT", f"{path}/shifts", body, version=2).status_code == 200
    answer = dispatcher.ask("GET", f"{path}/shifts?from=2026-11-24&to=2026-11-24")
    assert answer.json is not None
    (night,) = answer.json["shifts"]
    assert night["starts_at"] == "2026-11-24T14:00:00+00:00"
    assert night["ends_at"] == "2026-11-24T22:00:00+00:00"
    assert night["breaks"] == []


def test_an_absence_is_cut_out_and_may_be_taken_back(
    dispatcher: Person, path: str
) -> None:
    away = {
        "starts_at": "2026-11-23T10:00:00+08:00",
        "ends_at": "2026-11-24T23:00:00+08:00",
        "reason": "培训",
    }
    answer = dispatcher.ask("POST", f"{path}/absences", away)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    week = seen(dispatcher, path)
    assert [shift["day"] for shift in week["shifts"]] == [
        "2026-11-23",
        "2026-11-25",
        "2026-11-26",
        "2026-11-27",
    ]
    assert week["shifts"][0]["ends_at"] == "2026-11-23T02:00:00+00:00"
    assert week["absences"] == [answer.json]
    gone = dispatcher.ask("DELETE", f"{path}/absences/{answer.json['id']}")
    assert gone.status_code == 204
    assert len(seen(dispatcher, path)["shifts"]) == 5
    again = dispatcher.ask("DELETE", f"{path}/absences/{answer.json['id']}")
    assert again.status_code == 404


def test_an_exception_is_the_last_word_and_may_be_taken_back(
    dispatcher: Person, path: str
) -> None:
    sunday = {
        "day": "2026-11-29",
        "working": True,
        "start_time": "09:00",
        "end_time": "12:00",
    }
    first = dispatcher.ask("POST", f"{path}/exceptions", sunday)
    assert first.status_code == 201, first.text
    assert seen(dispatcher, path)["shifts"][-1]["day"] == "2026-11-29"
    off = {"day": "2026-11-29", "working": False, "note": "调休"}
    second = dispatcher.ask("POST", f"{path}/exceptions", off)
    assert first.json is not None
    assert second.json is not None
    assert second.json["id"] == first.json["id"]
    assert seen(dispatcher, path)["exceptions"] == [second.json]
    taken = f"{path}/exceptions/{second.json['id']}"
    assert dispatcher.ask("DELETE", taken).status_code == 204
    assert dispatcher.ask("DELETE", taken).status_code == 404
    assert seen(dispatcher, path)["exceptions"] == []


@pytest.mark.parametrize(
    ("where", "body", "pointer"),
    [
        ("exceptions", {"day": "2026-11-29", "working": True}, "/start_time"),
        (
            "exceptions",
            {"day": "2026-11-29", "working": False, "start_time": "09:00"},
            "/start_time",
        ),
        ("exceptions", {"day": "1066-10-14", "working": False}, "/day"),
        (
            "absences",
            {
                "starts_at": "2026-11-23T10:00:00+08:00",
                "ends_at": "2026-11-23T10:00:00+08:00",
            },
            "/ends_at",
        ),
    ],
)
def test_time_off_makes_sense(
    dispatcher: Person, path: str, where: str, body: dict[str, Any], pointer: str
) -> None:
    answer = dispatcher.ask("POST", f"{path}/{where}", body)
    assert answer.status_code == 422
    assert answer.json is not None
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-29&to=2026-11-28",
        "from=2026-01-01&to=2026-12-31",
        "from=0001-01-01&to=0001-01-01",
        "from=2026-11-29",
    ],
)
def test_shifts_are_asked_for_a_few_days_of_our_times(
    dispatcher: Person, path: str, query: str
) -> None:
    assert dispatcher.ask("GET", f"{path}/shifts?{query}").status_code == 422


def test_a_lent_persons_time_is_seen_but_not_changed(
    dispatcher: Person, partner: Person, lent: Technician
) -> None:
    path = f"/technicians/{lent.id}"
    absence = {
        "starts_at": "2026-11-23T10:00:00+08:00",
        "ends_at": "2026-11-23T12:00:00+08:00",
    }
    seen(dispatcher, path)
    assert dispatcher.ask("POST", f"{path}/absences", absence).status_code == 403
    made = partner.ask("POST", f"{path}/absences", absence)
    assert made.json is not None
    foreign = f"{path}/absences/{made.json['id']}"
    assert dispatcher.ask("DELETE", foreign).status_code == 403
    assert dispatcher.ask("DELETE", f"{path}/exceptions/1").status_code == 403


def test_why_a_lent_person_is_away_is_for_its_own_organisation(
    network: Network, dispatcher: Person, partner: Person, lent: Technician
) -> None:
    path = f"/technicians/{lent.id}"
    absence = {
        "starts_at": "2026-11-23T10:00:00+08:00",
        "ends_at": "2026-11-23T12:00:00+08:00",
        "reason": "体检",
    }
    off = {"day": "2026-11-29", "working": False, "note": "调休"}
    assert partner.ask("POST", f"{path}/absences", absence).status_code == 201
    assert partner.ask("POST", f"{path}/exceptions", off).status_code == 201
    admin = network.person(Role.PLATFORM_ADMIN)
    told = {
        who: [
            (week["absences"][0]["reason"], week["exceptions"][0]["note"])
            for week in [seen(person, path)]
        ]
        for who, person in (("own", partner), ("all", admin), ("lent", dispatcher))
    }
    assert told == {
        "own": [("体检", "调休")],
        "all": [("体检", "调休")],
        "lent": [("", "")],
    }


def test_an_absence_is_taken_back_from_its_own_technician_only(
    dispatcher: Person, partner: Person, path: str, lent: Technician
) -> None:
    day = {"day": "2026-11-29", "working": False}
    made = dispatcher.ask("POST", f"{path}/exceptions", day)
    assert made.json is not None
    wrong = f"/technicians/{lent.id}/exceptions/{made.json['id']}"
    assert partner.ask("DELETE", wrong).status_code == 404


@pytest.mark.usefixtures("skills")
def test_other_parts_ask_for_people_shifts_and_skills(
    dispatcher: Person, path: str, technician: Technician, lent: Technician
) -> None:
    held = {"skills": [{"code": "vrf", "level": 4, "valid_until": "2026-11-30"}]}
    answer = dispatcher.ask("PUT", f"{path}/skills", held, version=2)
    assert answer.status_code == 200, answer.text
    with acting_as(SYSTEM):
        people = in_territory(technician.territory_id)
        assert [row.id for row in people] == [technician.id, lent.id]
        days = (date(2026, 11, 23), date(2026, 11, 23))
        found = shifts_between([technician.id, lent.id], *days)
        assert [shift.technician_id for shift in found] == [technician.id]
        assert skills_at(technician.id, date(2026, 11, 30)) == {"vrf": 4}
        assert skills_at(technician.id, date(2026, 12, 1)) == {}
        assert skills_at(10**9, date(2026, 12, 1)) == {}
