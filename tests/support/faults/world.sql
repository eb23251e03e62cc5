-- One organisation that plans six places, with people, models and technicians.
-- `callers` says how many dispatchers sign in; their tokens are caller-1, caller-2, …
WITH planner AS (
  INSERT INTO organisations (kind, code, name)
  VALUES ('platform', 'soak', 'Soak') RETURNING id
), people AS (
  INSERT INTO users (email, name, owner_organisation_id)
  SELECT 'caller-' || n || '@soak.test', 'Caller ' || n, planner.id
  FROM planner, generate_series(1, %(callers)s) AS n RETURNING id, name
), members AS (
  INSERT INTO memberships (user_id, organisation_id, role)
  SELECT people.id, planner.id, 'dispatcher' FROM people, planner
)
INSERT INTO sessions (user_id, kind, token_hash, label, expires_at)
SELECT id, 'bearer', sha256(replace(lower(name), ' ', '-')::bytea), '',
  now() + interval '90 days'
FROM people;

INSERT INTO brands (owner_organisation_id, code, name)
SELECT id, 'SOAK', 'Soak' FROM organisations WHERE code = 'soak';

INSERT INTO skills (code, name) VALUES ('fitting', 'Fitting');

INSERT INTO catalogue_models
  (brand_id, owner_organisation_id, code, name, category, weight_kg, volume_m3)
SELECT id, owner_organisation_id, model.code, model.code, 'split', 30, 0.2
FROM brands, (VALUES ('ONE'), ('TWO')) AS model (code);

-- ONE is done alone; TWO takes two people and rests before it is commissioned.
INSERT INTO model_works
  (model_id, kind, duration_seconds, setup_seconds, crew_size, skills, min_lag_seconds)
SELECT model.id, work.kind, work.seconds, 600, work.crew, work.skills, work.lag
FROM catalogue_models AS model JOIN (VALUES
  ('ONE', 'delivery', 1200, 1, '{}'::jsonb, 0),
  ('ONE', 'installation', 2400, 1, '{"fitting": 2}', 0),
  ('ONE', 'commissioning', 1200, 1, '{"fitting": 2}', 0),
  ('TWO', 'delivery', 1800, 1, '{}', 0),
  ('TWO', 'installation', 5400, 2, '{"fitting": 2}', 14400),
  ('TWO', 'commissioning', 1800, 1, '{"fitting": 3}', 0)
) AS work (code, kind, seconds, crew, skills, lag) USING (code);

INSERT INTO territories (owner_organisation_id, code, name, centre_lat, centre_lon,
  radius_m)
SELECT id, 'SOAK-' || n, 'Place ' || n, 24 + 2 * n, 114, 30000
FROM organisations, generate_series(1, 6) AS n WHERE organisations.code = 'soak';

INSERT INTO technicians (owner_organisation_id, name, phone, territory_id, home_lat,
  home_lon, capacity_kg, capacity_m3)
SELECT owner_organisation_id, n || ' of ' || code,
  '+86138' || lpad(id::text, 4, '0') || lpad(n::text, 4, '0'), id,
  centre_lat + 0.02 * n, centre_lon, 2000, 12
FROM territories, generate_series(1, 4) AS n;

INSERT INTO technician_skills (technician_id, skill_code, level)
SELECT id, 'fitting', 3 FROM technicians;

INSERT INTO shift_patterns (technician_id, weekday, start_time, end_time)
SELECT id, weekday, '08:00', '20:00'
FROM technicians, generate_series(0, 6) AS weekday;

-- Named day by day, for a public holiday would leave nothing to plan.
INSERT INTO shift_exceptions (technician_id, day, working, start_time, end_time)
SELECT id, current_date + n, true, '08:00', '20:00'
FROM technicians, generate_series(0, 40) AS n;
