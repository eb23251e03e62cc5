-- A territory with 200 technicians and 1,500 visits over eight days, on the ground of
-- tests/support/faults/world.sql: visit n is technician n % 200's on day n / 200.
INSERT INTO technicians (owner_organisation_id, name, phone, territory_id, home_lat,
  home_lon, capacity_kg, capacity_m3)
SELECT owner_organisation_id, 'Bench ' || n, '+86139' || lpad(n::text, 8, '0'), id,
  centre_lat, centre_lon, 2000, 12
FROM territories, generate_series(1, 196) AS n WHERE code = 'SOAK-1';

INSERT INTO shift_patterns (technician_id, weekday, start_time, end_time)
SELECT id, weekday, '08:00', '20:00' FROM technicians, generate_series(0, 6) AS weekday
WHERE name LIKE 'Bench %' ;

INSERT INTO projects (reference, owner_organisation_id, name, state, customer_name,
  customer_phone, priority, territory_id, intake)
SELECT 'PRJ-BENCH-' || n, owner_organisation_id, 'Bench ' || n, 'planned', 'Bench',
  '+8613800138000', 'normal', id, '{}'
FROM territories, generate_series(0, 1499) AS n WHERE code = 'SOAK-1';

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
  territory_id, 'delivery', 'scheduled', 3600, 0, 1, '{}', 30, 1, 'normal'
FROM sites AS site;

WITH crew AS (
  SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM technicians
  WHERE territory_id = (SELECT id FROM territories WHERE code = 'SOAK-1')
), work AS (
  SELECT orders.*, row_number() OVER (ORDER BY id) - 1 AS place
  FROM work_orders AS orders
), placed AS (
  SELECT work.*, crew.id AS technician_id,
    (current_date + (work.place / 200)::int + time '10:00') AT TIME ZONE 'UTC' AS starts
  FROM work JOIN crew ON crew.place = work.place % 200
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
