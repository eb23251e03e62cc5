"""The answer to a sync, written straight as JSON: it is the hottest of all."""

from typing import Any, Final

from flask import Response, current_app, json

from app.visits.actions.operations import Result, Synced
from app.visits.actions.operations.take import DUPLICATE
from app.visits.actions.operations.verdicts import of_row, shown

#: Phones with an older program are told so; what they send is taken all the same.
LEAST_APP: Final = 1


def answer_of(synced: Synced, app: int) -> Response:
    least = int(current_app.config.get("LEAST_PHONE_APP", LEAST_APP))
    body = {
        "server_now": synced.at.isoformat(),
        "results": [_result(each) for each in synced.results],
        "changes": _changes(synced),
        "cursor": str(synced.changes.cursor),
        "more": synced.changes.more,
        "reset": synced.changes.reset,
        "upgrade_required": app < least,
    }
    answer = Response(json.dumps(body), mimetype="application/json")
    allowance = synced.allowance
    answer.headers["RateLimit"] = f'"sync";r={allowance.left};t={allowance.seconds}'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _result(each: Result) -> dict[str, Any]:
    told = shown(each.verdict, "status")
    if each.status != DUPLICATE:
        return {"id": str(each.op_id), **told}
    return {"id": str(each.op_id), "status": DUPLICATE, "first": told}


def _changes(synced: Synced) -> list[dict[str, Any]]:
    changes = synced.changes
    return [
        *(
            {"entity": "visit", "id": v.id, "v": v.version, "op": "put", "data": v.data}
            for v in changes.visits
        ),
        *({"entity": "visit", "id": each, "op": "gone"} for each in changes.gone),
        *(
            {
                "entity": "op",
                "id": str(row.op_id),
                "v": row.id,
                "op": "put",
                "data": shown(of_row(row), "fate"),
            }
            for row in changes.operations
        ),
    ]
