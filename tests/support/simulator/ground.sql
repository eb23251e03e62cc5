-- On the ground of tests/support/faults/world.sql: `phones` technicians, each with a
-- login, in SOAK-1, and `visits` visits for each of them from five days ago until ten
-- days from now, every fourth of them shared by two. Tokens are tech-1, tech-2, …
-- A second organisation shares nothing: FOREIGN is in all that is its own.
WITH planner AS (
  SELECT id FROM organisations WHERE code = 'soak'
), people AS (
  INSERT INTO users (email, name, owner_organisation_id)
  SELECT 'tech-' || n || '@soak.test', 'Tech ' || n, planner.id
  FROM planner, generate_series(1, %(phones)s) AS n RETURNING id, name
), members AS (
  INSERT INTO memberships (user_id, organisation_id, role)
  SELECT people.id, planner.id, 'technician' FROM people, planner
)
INSERT INTO sessions (user_id, kind, token_hash, label, expires_at)
SELECT id, 'bearer', sha256(replace(lower(name), ' ', '-')::bytea), '',
  now() + interval '900 days'
FROM people;

INSERT INTO technicians (owner_organisation_id, user_id, name, phone, territory_id,
  home_lat, home_lon, capacity_kg, capacity_m3)
SELECT territory.owner_organisation_id, users.id, users.name,
  '+86139' || lpad(users.id::text, 8, '0'), territory.id, centre_lat, centre_lon,
  2000, 12
FROM territories AS territory, users
WHERE territory.code = 'SOAK-1' AND users.name LIKE 'Tech %%'
ORDER BY users.id;

INSERT INTO technician_skills (technician_id, skill_code, level)
SELECT id, 'fitting', 3 FROM technicians WHERE name LIKE 'Tech %%';

-- Around the clock, so that a dispatcher's word rarely fails for a shift.
INSERT INTO shift_exceptions (technician_id, day, working, start_time, end_time)
SELECT id, current_date + n, true, '06:00', '22:00'
FROM technicians, generate_series(-9, 40) AS n WHERE name LIKE 'Tech %%';

INSERT INTO commissioning_templates (model_id, version, steps, source, is_sample)
SELECT id, 1, '[
  {"key": "pressure", "kind": "reading", "title": "Pressure", "title_zh": "",
   "quantity": "pressure", "unit": "kPa", "lower": 100, "upper": 900},
  {"key": "training", "kind": "check", "title": "Shown", "title_zh": ""}]'::jsonb,
  'For tests', false
FROM catalogue_models WHERE code IN ('ONE', 'TWO');

INSERT INTO organisations (kind, code, name)
VALUES ('service_partner', 'foreign', 'FOREIGN');
INSERT INTO territories (owner_organisation_id, code, name, centre_lat, centre_lon,
  radius_m)
SELECT id, 'FOREIGN-1', 'FOREIGN', 30, 114, 30000
FROM organisations WHERE code = 'foreign';
INSERT INTO technicians (owner_organisation_id, name, phone, territory_id, home_lat,
  home_lon, capacity_kg, capacity_m3)
SELECT owner_organisation_id, 'FOREIGN ' || n, '+8613700000' || n, id, 30, 114, 2000, 12
FROM territories, generate_series(100, 101) AS n WHERE code = 'FOREIGN-1';

-- What is to be done, by whom and when: `seat_of` is the first technician's number.
CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS
WITH crew AS (
  SELECT id, owner_organisation_id, territory_id,
    row_number() OVER (ORDER BY id) AS number
  FROM technicians WHERE name LIKE 'Tech %%'
), job AS (
  SELECT k, k %% 4 = 0 AS is_shared, k * 16 / %(visits)s - 5 AS day, 8 + k %% 10 AS hour
  FROM generate_series(0, %(visits)s - 1) AS k
)
SELECT row_number() OVER (ORDER BY crew.number, k) AS place, crew.id AS first,
  CASE WHEN is_shared THEN (SELECT other.id FROM crew AS other
    WHERE other.number = crew.number + 1) END AS second,
  crew.owner_organisation_id, crew.territory_id, 'Job' AS name,
  (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai')
    + make_interval(days => day, hours => hour)) AT TIME ZONE 'Asia/Shanghai' AS starts,
  (ARRAY['delivery', 'installation', 'commissioning'])[1 + k %% 3] AS kind
FROM crew CROSS JOIN job WHERE NOT is_shared OR crew.number %% 2 = 1
UNION ALL
SELECT 1000000 + row_number() OVER (ORDER BY technicians.id), technicians.id, NULL,
  owner_organisation_id, territory_id, 'FOREIGN',
  date_trunc('hour', now()) + interval '1 day', 'delivery'
FROM technicians WHERE name LIKE 'FOREIGN%%';

INSERT INTO projects (reference, owner_organisation_id, name, state, customer_name,
  customer_phone, priority, territory_id, intake)
SELECT 'PRJ-PHONE-' || place, owner_organisation_id, name || ' ' || place, 'planned',
  name, '+8613800138000', 'normal', territory_id, '{}'
FROM wanted ORDER BY place;

INSERT INTO project_grants (project_id, organisation_id, role)
SELECT id, owner_organisation_id, 'owner' FROM projects WHERE reference LIKE 'PRJ-PHONE-%%';

INSERT INTO sites (project_id, owner_organisation_id, name, address, lat, lon,
  time_zone, territory_id, contact_name, contact_phone)
SELECT project.id, project.owner_organisation_id, project.name, project.name || ' Road',
  centre_lat, centre_lon, 'Asia/Shanghai', territory.id, project.name, '+8613800138000'
FROM projects AS project JOIN territories AS territory
  ON territory.id = project.territory_id
WHERE project.reference LIKE 'PRJ-PHONE-%%' ORDER BY project.id;

INSERT INTO work_orders (reference, project_id, site_id, owner_organisation_id,
  territory_id, kind, state, duration_seconds, setup_seconds, crew_size, skills,
  load_kg, load_m3, priority)
SELECT 'WO-PHONE-' || place, project.id, site.id, project.owner_organisation_id,
  project.territory_id, kind, 'scheduled', 3600, 0,
  CASE WHEN second IS NULL THEN 1 ELSE 2 END, '{}', 30, 1, 'normal'
FROM wanted JOIN projects AS project ON project.reference = 'PRJ-PHONE-' || place
JOIN sites AS site ON site.project_id = project.id ORDER BY place;

INSERT INTO work_order_lines (work_order_id, model_id, project_id,
  owner_organisation_id, quantity)
SELECT orders.id, model.id, orders.project_id, orders.owner_organisation_id, 2
FROM work_orders AS orders, catalogue_models AS model
WHERE model.code = 'ONE' AND orders.reference LIKE 'WO-PHONE-%%';

INSERT INTO visits (work_order_id, project_id, owner_organisation_id, territory_id,
  part, parts, duration_seconds, state, starts_at, ends_at)
SELECT orders.id, orders.project_id, orders.owner_organisation_id, orders.territory_id,
  1, 1, 3600, 'planned', starts, starts + interval '1 hour'
FROM wanted JOIN work_orders AS orders ON orders.reference = 'WO-PHONE-' || place
ORDER BY place;

INSERT INTO assignments (visit_id, owner_organisation_id, seat, technician_id,
  starts_at, ends_at, state)
SELECT visit.id, visit.owner_organisation_id, seat - 1, technician_id, visit.starts_at,
  visit.ends_at, 'planned'
FROM wanted JOIN work_orders AS orders ON orders.reference = 'WO-PHONE-' || place
JOIN visits AS visit ON visit.work_order_id = orders.id,
  unnest(ARRAY[first, second]) WITH ORDINALITY AS crew (technician_id, seat)
WHERE technician_id IS NOT NULL ORDER BY place, seat;

ANALYZE;
