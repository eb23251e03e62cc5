import { expect, test } from 'vitest';
import type { ProjectVisit, WorkOrder } from '../shared/api/projects.ts';
import { chainOf } from './chain.ts';

const ZONE = 'Asia/Shanghai';

const orderOf = (id: number, after: WorkOrder['after'] = []): WorkOrder => ({
  id,
  version: 1,
  reference: `WO-${id}`,
  site_id: 1,
  kind: 'installation',
  state: 'scheduled',
  duration_seconds: 3600,
  crew_size: 1,
  skills: {},
  priority: 'normal',
  earliest: null,
  due: null,
  after,
  follow_up_of_id: null,
  verified_at: null,
  waiver: null,
  sent_back_reason: null,
});

const visitOf = (
  workOrderId: number,
  start: string | null,
  end: string | null,
): ProjectVisit => ({
  id: workOrderId,
  work_order_id: workOrderId,
  state: 'planned',
  part: 1,
  parts: 1,
  starts_at: start === null ? null : `${start}+08:00`,
  ends_at: end === null ? null : `${end}+08:00`,
});

const waiting = orderOf(2, [
  {
    work_order_id: 1,
    kind: 'finish_start',
    min_lag_seconds: 86_400,
    max_lag_seconds: null,
  },
]);

test('visits lie over whole days of the site', () => {
  const visits = [
    visitOf(1, '2026-03-02T12:00', '2026-03-02T18:00'),
    visitOf(2, '2026-03-03T18:00', '2026-03-04T00:00'),
  ];
  const chain = chainOf([orderOf(1), waiting], visits, ZONE);
  expect(chain.days.map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03']);
  expect(chain.rows[0]?.visits).toMatchObject([{ left: 25, width: 12.5 }]);
});

test('the passive time runs from the end of what comes before', () => {
  const visits = [visitOf(1, '2026-03-02T06:00', '2026-03-02T12:00')];
  const [, second] = chainOf([orderOf(1), waiting], visits, ZONE).rows;
  expect(second?.lags).toEqual([{ seconds: 86_400, left: 25, width: 50 }]);
});

test('what has no time yet has no place', () => {
  const chain = chainOf([orderOf(1), waiting], [visitOf(1, null, null)], ZONE);
  expect(chain.days).toEqual([]);
  expect(chain.rows.map(({ visits }) => visits)).toEqual([[], []]);
});

test('another site’s visits are not drawn', () => {
  const chain = chainOf(
    [orderOf(1)],
    [visitOf(9, '2026-03-02T06:00', '2026-03-02T12:00')],
    ZONE,
  );
  expect(chain.rows[0]?.visits).toEqual([]);
});
