-- Installed in the template after the migrations, as superuser.
CREATE SCHEMA testing;

-- What the migrations wrote, kept to be put back.
CREATE TABLE testing.seeds (name regclass PRIMARY KEY, columns text, copy text);

CREATE VIEW testing.tables AS
SELECT oid::regclass AS name FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  AND NOT relispartition AND relname <> 'alembic_version';

CREATE FUNCTION testing.has_rows(name regclass) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE answer boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO answer;
  RETURN answer;
END $$;

CREATE FUNCTION testing.differs(name regclass, copy text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE answer boolean;
BEGIN
  EXECUTE format(
    'SELECT EXISTS ((SELECT t::text FROM %1$s t EXCEPT SELECT s::text FROM %2$s s)'
    ' UNION ALL (SELECT s::text FROM %2$s s EXCEPT SELECT t::text FROM %1$s t))',
    name, copy) INTO answer;
  RETURN answer;
END $$;

CREATE FUNCTION testing.columns_of(asked regclass) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
  WHERE attrelid = asked AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
$$;

DO $$
DECLARE seeded regclass;
BEGIN
  FOR seeded IN SELECT name FROM testing.tables WHERE testing.has_rows(name) LOOP
    EXECUTE format('CREATE TABLE testing.%I AS TABLE %s', 'copy_' || seeded, seeded);
    INSERT INTO testing.seeds
    VALUES (seeded, testing.columns_of(seeded), format('testing.%I', 'copy_' || seeded));
  END LOOP;
END $$;

CREATE FUNCTION testing.move_sequences(changed regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE owned record;
BEGIN
  FOR owned IN
    SELECT attname, pg_get_serial_sequence(changed::text, attname) AS sequence
    FROM pg_attribute WHERE attrelid = changed AND attnum > 0 AND attidentity <> ''
  LOOP
    EXECUTE format('SELECT setval(%L, max(%I)) FROM %s',
      owned.sequence, owned.attname, changed);
  END LOOP;
END $$;

-- Tables in `kept` stay as they are: a process that serves the next test wrote them.
CREATE FUNCTION testing.reset(kept text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  dirty text;
  seed record;
BEGIN
  SELECT string_agg(tables.name::text, ', ') INTO dirty
  FROM testing.tables AS tables LEFT JOIN testing.seeds AS seeds USING (name)
  WHERE tables.name::text <> ALL (kept)
    AND CASE WHEN copy IS NULL THEN testing.has_rows(tables.name)
        ELSE testing.differs(tables.name, copy) END;
  IF dirty IS NULL THEN
    RETURN;
  END IF;
  SET LOCAL lock_timeout = '10s';
  -- Append-only tables refuse changes by triggers; the test's end is no change.
  SET LOCAL session_replication_role = replica;
  -- A cascade may reach any seeded table, so all of them start anew.
  SELECT concat_ws(', ', dirty, string_agg(name::text, ', ')) INTO dirty
  FROM testing.seeds;
  EXECUTE format('TRUNCATE %s RESTART IDENTITY CASCADE', dirty);
  FOR seed IN SELECT * FROM testing.seeds LOOP
    EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s',
      seed.name, seed.columns, seed.columns, seed.copy);
    PERFORM testing.move_sequences(seed.name);
  END LOOP;
END $$;

-- What a costly beginning wrote, kept to begin there again.
CREATE TABLE testing.kept (LIKE testing.seeds);

CREATE FUNCTION testing.keep() RETURNS void LANGUAGE plpgsql AS $$
DECLARE filled regclass;
BEGIN
  FOR filled IN
    SELECT name FROM testing.tables
    WHERE name::text NOT LIKE 'procrastinate%' AND testing.has_rows(name)
  LOOP
    EXECUTE format('CREATE TABLE testing.%I AS TABLE %s', 'kept_' || filled, filled);
    INSERT INTO testing.kept
    VALUES (filled, testing.columns_of(filled), format('testing.%I', 'kept_' || filled));
  END LOOP;
END $$;

CREATE FUNCTION testing.put_back() RETURNS void LANGUAGE plpgsql AS $$
DECLARE kept record;
BEGIN
  -- Neither triggers nor foreign keys: all of it was in order when it was kept.
  SET LOCAL session_replication_role = replica;
  FOR kept IN SELECT * FROM testing.kept LOOP
    EXECUTE format('DELETE FROM %s', kept.name);
    EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s',
      kept.name, kept.columns, kept.columns, kept.copy);
    PERFORM testing.move_sequences(kept.name);
  END LOOP;
END $$;
