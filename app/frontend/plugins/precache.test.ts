import type { Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { filesOf } from './precache.ts';

const chunk = (name: string, imports: string[], dynamicImports: string[] = []) => ({
  type: 'chunk',
  name,
  fileName: `${name}.js`,
  imports,
  dynamicImports,
  viteMetadata: { importedCss: new Set([`${name}.css`]) },
});

const bundle = Object.fromEntries(
  [
    chunk('phone', ['shared.js'], ['chinese.js']),
    chunk('shared', []),
    chunk('chinese', ['shared.js']),
    chunk('board', ['shared.js']),
  ].map((one) => [one.fileName, one]),
) as unknown as Rolldown.OutputBundle;

test('a page needs what it imports now and later, with the styles, and nothing else', () => {
  const names = ['chinese', 'phone', 'shared'];
  expect(filesOf(bundle, 'phone')).toEqual(
    names.flatMap((name) => [`${name}.css`, `${name}.js`]),
  );
});

test('a page that is not built is a mistake', () => {
  expect(() => filesOf(bundle, 'none')).toThrow('no entry');
});
