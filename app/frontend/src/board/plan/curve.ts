export type Point = readonly [seconds: number, cost: number];

/** Where a falling cost runs within a box that is `horizon` seconds wide. */
export function curvePath(
  curve: readonly Point[],
  elapsed: number,
  horizon: number,
  box: { width: number; height: number },
): string {
  const [first, ...later] = curve;
  if (first === undefined) return '';
  const costs = curve.map(([, cost]) => cost);
  const low = Math.min(...costs);
  const range = Math.max(...costs) - low;
  const last = Math.max(elapsed, ...curve.map(([seconds]) => seconds));
  const end = Math.max(last, horizon);
  const x = (seconds: number): number => round((seconds / end) * box.width);
  const y = (cost: number): number =>
    round(range === 0 ? box.height / 2 : box.height * (1 - (cost - low) / range));
  // Each best holds until the next one, and the last until now.
  const steps = later.map(([seconds, cost]) => `H${x(seconds)}V${y(cost)}`);
  return `M${x(first[0])} ${y(first[1])}${steps.join('')}H${x(last)}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
