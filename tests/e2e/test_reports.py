"""A dispatcher sees what phones sent in vain, and decides."""

import psycopg
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.support.server import Server

#: A phone of some technician, a note on a visit of others, and one with a gap before.
REPORTED = """
WITH person AS (
  SELECT t.id, t.user_id, t.owner_organisation_id FROM technicians t
  JOIN users u ON u.id = t.user_id ORDER BY t.id LIMIT 1
), phone AS (
  INSERT INTO devices (public_id, user_id, technician_id, owner_organisation_id,
    label, app, registered_at)
  SELECT 'reports', user_id, id, owner_organisation_id, 'Phone', 1, now() FROM person
  RETURNING *
)
INSERT INTO operations (op_id, device_id, stream, seq, technician_id, user_id,
  owner_organisation_id, visit_id, type, data, body_hash, received_at, estimated_at,
  skew_seconds, is_skewed, fate, code, detail, held_at, overdue_at)
SELECT gen_random_uuid(), phone.id, 'visit:' || visit.id, seq, technician_id, user_id,
  phone.owner_organisation_id, visit.id, 'evidence.add',
  jsonb_build_object('kind', 'note', 'data', jsonb_build_object('text', said)), '',
  now(), now() - interval '20 minutes', 900, seq = 2, fate, code, '',
  now(), CASE WHEN fate = 'held' THEN now() END
FROM phone, (SELECT min(id) AS id FROM visits) AS visit, (VALUES
  (2, 'parked', 'visit_reassigned', 'The lift is out of order'),
  (4, 'held', 'gap', 'Second unit hangs')) AS told (seq, fate, code, said)
"""


def test_a_report_is_dismissed_and_gone(visit: Open, demo: Server) -> None:
    page = visit("dispatcher", "/reports")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    with psycopg.connect(demo.database.superuser_url) as connection:
        connection.execute(REPORTED)
    page.reload()
    rows = page.locator("ul.panel > li")
    expect(rows).to_have_count(2)
    row = rows.filter(has_text="The lift is out of order")
    expect(row).to_contain_text("The visit was given to others")
    expect(row).to_contain_text("clock off by 15 min")
    row.get_by_role("button", name="Decide").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note").fill("Known, thank you")
    dialog.get_by_role("button", name="Dismiss").click()
    expect(rows).to_have_count(1)
    page.get_by_label("Which reports").select_option("false")
    expect(rows).to_contain_text(["Known, thank you"])


def test_reports_are_for_dispatchers(visit: Open) -> None:
    page = visit("store", "/reports")
    expect(page.get_by_text("This page is not part of your role")).to_be_visible()
