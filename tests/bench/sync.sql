-- A thousand technicians of one organisation, each with a login, a phone and six visits
-- near today, on the ground of tests/support/faults/world.sql. Tokens are phone-1, …
WITH planner AS (
  SELECT id FROM organisations WHERE code = 'soak'
), people AS (
  INSERT INTO users (email, name, owner_organisation_id)
  SELECT 'phone-' || n || '@soak.test', 'phone-' || n, planner.id
  FROM planner, generate_series(1, 1000) AS n RETURNING id, name
), members AS (
  INSERT INTO memberships (user_id, organisation_id, role)
  SELECT people.id, planner.id, 'technician' FROM people, planner
)
INSERT INTO sessions (user_id, kind, token_hash, label, expires_at)
SELECT id, 'bearer', sha256(name::bytea), '', now() + interval '90 days' FROM people;

INSERT INTO technicians (owner_organisation_id, user_id, name, phone, territory_id,
  home_lat, home_lon, capacity_kg, capacity_m3)
SELECT territories.owner_organisation_id, users.id, users.name,
  '+86139' || lpad(users.id::text, 8, '0'), territories.id, centre_lat, centre_lon,
  2000, 12
FROM territories, users WHERE code = 'SOAK-1' AND users.email LIKE 'phone-%';

INSERT INTO devices (public_id, user_id, technician_id, owner_organisation_id, label,
  app, registered_at)
SELECT name, user_id, id, owner_organisation_id, name, 1, now()
FROM technicians WHERE name LIKE 'phone-%';

INSERT INTO projects (reference, owner_organisation_id, name, state, customer_name,
  customer_phone, priority, territory_id, intake)
SELECT 'PRJ-BENCH-' || n, owner_organisation_id, 'Bench ' || n, 'planned', 'Bench',
  '+8613800138000', 'normal', id, '{}'
FROM territories, generate_series(0, 5999) AS n WHERE code = 'SOAK-1';

INSERT INTO project_grants (project_id, organisation_id, role)
SELECT id, owner_organisation_id, 'owner' FROM projects;

INSERT INTO sites (project_id, owner_organisation_id, name, address, lat, lon,
  time_zone, territory_id)
SELECT project.id, project.owner_organisation_id, 'Site', '1 Bench Road',
  centre_lat, centre_lon, 'Asia/Shanghai', territory.id
FROM projects AS project JOIN territories AS territory
  ON territory.id = project.territory_id;

INSERT INTO work_orders (reference, project_id, site_id, owner_organisation_id,
  territory_id, kind, state, duration_seconds, setup_seconds, crew_size, skills,
  load_kg, load_m3, priority)
SELECT 'WO-BENCH-' || site.id, project_id, site.id, owner_organisation_id,
  territory_id, 'installation', 'scheduled', 3600, 0, 1, '{}', 30, 1, 'normal'
FROM sites AS site;

INSERT INTO work_order_lines (work_order_id, model_id, project_id,
  owner_organisation_id, quantity)
SELECT w.id, m.id, w.project_id, w.owner_organisation_id, 2
FROM work_orders w, catalogue_models m WHERE m.code = 'ONE';

WITH crew AS (
  SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM technicians
  WHERE name LIKE 'phone-%'
), work AS (
  SELECT orders.*, row_number() OVER (ORDER BY id) - 1 AS place
  FROM work_orders AS orders
), placed AS (
  SELECT work.*, crew.id AS technician_id,
    now() + (work.place / 1000 - 2) * interval '1 day' AS starts
  FROM work JOIN crew ON crew.place = work.place % 1000
), made AS (
  INSERT INTO visits (work_order_id, project_id, owner_organisation_id, territory_id,
    part, parts, duration_seconds, state, starts_at, ends_at)
  SELECT id, project_id, owner_organisation_id, territory_id, 1, 1, 3600, 'planned',
    starts, starts + interval '1 hour' FROM placed
  RETURNING id, work_order_id, owner_organisation_id, starts_at, ends_at
)
INSERT INTO assignments (visit_id, owner_organisation_id, seat, technician_id,
  starts_at, ends_at, state)
SELECT made.id, made.owner_organisation_id, 0, technician_id, starts_at, ends_at,
  'planned'
FROM made JOIN placed ON placed.id = work_order_id;

ANALYZE;
