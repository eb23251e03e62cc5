import { expect, test } from 'vitest';
import { templateOf } from './template.ts';

test('a template names its columns and shows one row', async () => {
  const [head, row, rest] = (await templateOf('projects').text()).split('\r\n');
  expect(head).toMatch(/^\ufeff?external_reference,project_name,/);
  expect(row?.split(',')).toHaveLength(head?.split(',').length ?? 0);
  expect(rest).toBe('');
});

test('a cell that holds a separator is quoted', async () => {
  const text = await templateOf('technicians').text();
  expect(text).toContain('vrf:3; height:2');
  expect(text).not.toContain('undefined');
});
