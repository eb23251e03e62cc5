-- Visits with all that is needed on site, a JSON document each.
SELECT v.id, v.version, json_build_object(
  'id', v.id, 'version', v.version, 'state', v.state, 'kind', w.kind,
  'reference', w.reference, 'work_order_id', w.id, 'priority', w.priority,
  'part', v.part, 'parts', v.parts, 'duration_seconds', v.duration_seconds,
  'starts_at', v.starts_at, 'ends_at', v.ends_at, 'travel_seconds', v.travel_seconds,
  'promise', CASE WHEN v.promise_start IS NOT NULL THEN
    json_build_object('start', v.promise_start, 'end', v.promise_end) END,
  'times', json_build_object(
    'acknowledged_at', v.acknowledged_at, 'departed_at', v.departed_at,
    'arrived_at', v.arrived_at, 'work_started_at', v.work_started_at,
    'work_ended_at', v.work_ended_at),
  'failure', CASE WHEN v.failure_reason IS NOT NULL THEN
    json_build_object('reason', v.failure_reason, 'note', v.failure_note) END,
  'project', json_build_object('id', p.id, 'reference', p.reference, 'name', p.name),
  'customer', json_build_object('name', p.customer_name, 'phone', p.customer_phone),
  'site', json_build_object(
    'id', s.id, 'name', s.name, 'address', s.address, 'lat', s.lat, 'lon', s.lon,
    'time_zone', s.time_zone, 'contact_name', s.contact_name,
    'contact_phone', s.contact_phone, 'access_note', s.access_note),
  'crew', coalesce((
    SELECT json_agg(json_build_object(
      'seat', a.seat, 'technician_id', a.technician_id, 'name', t.name,
      'state', a.state) ORDER BY a.seat)
    FROM assignments a JOIN technicians t ON t.id = a.technician_id
    WHERE a.visit_id = v.id), '[]'),
  'lines', coalesce((
    SELECT json_agg(json_build_object(
      'model_id', m.id, 'brand', b.name, 'brand_zh', b.name_zh, 'code', m.code,
      'name', m.name, 'name_zh', m.name_zh, 'category', m.category,
      'quantity', l.quantity,
      -- Steps are for those who prove that something works.
      'template', (
        SELECT json_build_object('version', c.version, 'steps', c.steps)
        FROM commissioning_templates c
        WHERE c.model_id = m.id AND w.kind IN ('commissioning', 'maintenance')
        ORDER BY c.version DESC LIMIT 1)) ORDER BY m.id)
    FROM work_order_lines l
    JOIN catalogue_models m ON m.id = l.model_id
    JOIN brands b ON b.id = m.brand_id
    WHERE l.work_order_id = w.id), '[]'),
  'evidence', coalesce((
    SELECT json_agg(json_build_object(
      'id', e.operation_id, 'evidence_id', e.id, 'kind', e.kind,
      'purpose', e.purpose, 'model_id', e.model_id, 'unit', e.unit,
      'step_key', e.step_key, 'data', e.data, 'sha256', encode(e.sha256, 'hex'),
      'size', e.size, 'media_type', e.media_type, 'amends', o.operation_id,
      -- Its bytes: pending until they came and were opened.
      'picture', CASE WHEN e.sha256 IS NOT NULL THEN coalesce((
        SELECT json_build_object('state', a.state, 'reason', a.reason)
        FROM attachments a WHERE a.visit_id = e.visit_id AND a.sha256 = e.sha256
        ORDER BY a.state = 'stored' DESC, a.state = 'pending' DESC LIMIT 1),
        json_build_object('state', 'pending', 'reason', NULL)) END,
      'technician_id', e.technician_id, 'recorded_at', e.recorded_at) ORDER BY e.id)
    FROM visit_evidence e LEFT JOIN visit_evidence o ON o.id = e.amends_id
    WHERE e.visit_id = v.id), '[]'),
  'before', coalesce((
    SELECT json_agg(json_build_object(
      'work_order_id', f.id, 'reference', f.reference, 'kind', f.kind,
      'state', f.state,
      'evidence', coalesce((
        SELECT json_object_agg(found.kind, found.many)
        FROM (SELECT e.kind, count(*) AS many
              FROM visit_evidence e JOIN visits fv ON fv.id = e.visit_id
              WHERE fv.work_order_id = f.id GROUP BY e.kind) found), '{}'),
      'serials', coalesce((
        SELECT json_agg(json_build_object(
          'model_id', e.model_id, 'unit', e.unit, 'serial', e.data->'serial',
          'position', e.data->'position') ORDER BY e.id)
        FROM visit_evidence e JOIN visits fv ON fv.id = e.visit_id
        WHERE fv.work_order_id = f.id AND e.kind = 'serial'), '[]')) ORDER BY f.id)
    FROM work_order_dependencies d JOIN work_orders f ON f.id = d.from_id
    WHERE d.to_id = w.id), '[]')
) AS data
FROM visits v
JOIN work_orders w ON w.id = v.work_order_id
JOIN projects p ON p.id = v.project_id
JOIN sites s ON s.id = w.site_id
WHERE v.id = ANY(%(ids)s)
ORDER BY v.starts_at, v.id
