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

DO $$
DECLARE seeded regclass;
BEGIN
  FOR seeded IN SELECT name FROM testing.tables WHERE testing.has_rows(name) LOOP
    EXECUTE format('CREATE TABLE testing.%I AS TABLE %s', 'copy_' || seeded, seeded);
    INSERT INTO testing.seeds
    SELECT seeded, string_agg(quote_ident(attname), ', ' ORDER BY attnum),
      format('testing.%I', 'copy_' || seeded)
    FROM pg_attribute
    WHERE attrelid = seeded AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
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
