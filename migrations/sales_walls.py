"""The walls of sales, and what a quote's link opens before anyone is known."""

from migrations.walls import OWN, READS_ALL, gate_function, protect

_KNOWN = "(SELECT actor_user_id()) IS NOT NULL"

#: Only what was frozen when the quote was sent: no other row is read by its link.
_GATE = (
    "SELECT id, state, document, document_sha256, decided_at, accepted_by "
    "FROM quotes WHERE token_hash = hash AND expires_at > moment "
    "AND state IN ('sent', 'accepted', 'declined')"
)


def walls() -> list[str]:
    statements = gate_function(
        "gate_quote(hash bytea, moment timestamptz)",
        "TABLE (quote_id bigint, state text, document jsonb, document_sha256 text, "
        "decided_at timestamptz, accepted_by text)",
        _GATE,
    )
    # Everybody who signed in reads packages, as they read the catalogue.
    statements += protect(
        "solution_packages", read=_KNOWN, write=f"{READS_ALL} OR {OWN}"
    )
    for table in ("service_rates", "leads", "surveys", "quotes"):
        statements += protect(table, read=OWN, write=OWN)
    return statements
