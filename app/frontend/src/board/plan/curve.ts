/** Where a falling cost runs within a box: each best holds until the next one. */
export function curvePath(
  curve: readonly (readonly [number, number])[],
  until: number,
  width: number,
  height: number,
): string {
  if (curve.length === 0) return '';
  const costs = curve.map(([, cost]) => cost);
  const low = Math.min(...costs);
  const high = Math.max(...costs);
  const end = Math.max(until, ...curve.map(([seconds]) => seconds), 1);
  const x = (seconds: number): number => round((seconds / end) * width);
  const y = (cost: number): number =>
    round(high === low ? height / 2 : height - ((cost - low) / (high - low)) * height);
  const [first, ...later] = curve as [
    readonly [number, number],
    ...(readonly [number, number])[],
  ];
  const steps = later.map(([seconds, cost]) => `H${x(seconds)}V${y(cost)}`);
  return `M${x(first[0])} ${y(first[1])}${steps.join('')}H${x(end)}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
