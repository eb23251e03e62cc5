import { expect, test } from 'vitest';
import { Problem } from './api/problem.ts';
import { Resource } from './resource.svelte.ts';

test('a value that arrives late does not replace a later wish', async () => {
  const resource = new Resource<string>();
  let answerFirst: (value: string) => void = () => undefined;
  const first = resource.load(() => new Promise((resolve) => (answerFirst = resolve)));
  await resource.load(() => Promise.resolve('second'));
  answerFirst('first');
  await first;
  expect(resource.value).toBe('second');
});

test('a failed reload keeps the value and tells the problem', async () => {
  const resource = new Resource<string>();
  await resource.load(() => Promise.resolve('value'));
  const refusal = new Problem(503, { title: 'Away', detail: 'Soon back.', code: 'away' });
  await resource.load(() => Promise.reject(refusal));
  expect(resource.value).toBe('value');
  expect(resource.problem).toBe(refusal);
  expect(resource.loading).toBe(false);
});

test('news that keeps coming leads to one more question, not to none answered', async () => {
  const resource = new Resource<number>();
  let asked = 0;
  let answer: () => void = () => undefined;
  const loaded = resource.load(() => {
    const value = ++asked;
    if (value > 1) return Promise.resolve(value);
    return new Promise((resolve) => (answer = () => resolve(value)));
  });
  await resource.reload();
  await resource.reload();
  expect(asked).toBe(1);
  answer();
  await loaded;
  expect(asked).toBe(2);
  expect(resource.value).toBe(2);
});

test('what was never asked cannot be asked again', async () => {
  const resource = new Resource<number>();
  await resource.reload();
  expect(resource.value).toBeNull();
});

test('the superseded request is called off', async () => {
  const resource = new Resource<string>();
  const signals: AbortSignal[] = [];
  void resource.load((signal) => {
    signals.push(signal);
    return new Promise(() => undefined);
  });
  await resource.load(() => Promise.resolve('new'));
  expect(signals[0]?.aborted).toBe(true);
});
