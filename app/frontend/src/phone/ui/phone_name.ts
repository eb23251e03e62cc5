const KINDS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS/, 'Harmony'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
];

/** What a dispatcher reads in the list of devices. */
export function phoneName(agent: string): string {
  return KINDS.find(([pattern]) => pattern.test(agent))?.[1] ?? 'Phone';
}
