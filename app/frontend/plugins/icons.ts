import { crc32, deflateSync } from 'node:zlib';
import type { Plugin } from 'vite';

type Colour = readonly [number, number, number];
/** How far a point lies outside a shape; below zero it is inside. */
type Shape = (x: number, y: number) => number;

const GROUND: Colour = [11, 105, 99];
const INK: Colour = [255, 255, 255];
const SPOT: Colour = [143, 224, 214];

/** The icon of `public/icon.svg`, on the same 32 × 32 grid. */
const LINES: Shape[] = [bar(7, 19, 10), bar(7, 15, 16), bar(7, 23, 22)];
const DOT: Shape = (x, y) => Math.hypot(x - 24, y - 11) - 3;

function bar(from: number, to: number, y: number): Shape {
  return (px, py) => Math.hypot(px - Math.min(Math.max(px, from), to), py - y) - 1.5;
}

/** A square with round corners, or (maskable) one that fills the whole picture. */
function ground(isMaskable: boolean): Shape {
  if (isMaskable) return () => -1;
  return (x, y) => {
    const dx = Math.max(Math.abs(x - 16) - 9, 0);
    const dy = Math.max(Math.abs(y - 16) - 9, 0);
    return Math.hypot(dx, dy) - 7;
  };
}

/** Draw the icon as a PNG; a maskable one keeps clear of the edges. */
export function icon(size: number, isMaskable: boolean): Buffer {
  const back = ground(isMaskable);
  const shrink = isMaskable ? 1.3 : 1;
  const pixel = 32 / size;
  const rows = Buffer.alloc(size * (1 + 4 * size));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = [(column + 0.5) * pixel, (row + 0.5) * pixel];
      const [u, v] = [(x - 16) * shrink + 16, (y - 16) * shrink + 16];
      const share = (shape: Shape, px: number, py: number): number =>
        Math.min(1, Math.max(0, 0.5 - shape(px, py) / pixel));
      let colour = GROUND;
      for (const line of LINES) colour = mix(colour, INK, share(line, u, v));
      colour = mix(colour, SPOT, share(DOT, u, v));
      const alpha = Math.round(share(back, x, y) * 255);
      rows.set([...colour.map(Math.round), alpha], row * (1 + 4 * size) + 1 + column * 4);
    }
  }
  return png(size, rows);
}

const mix = (under: Colour, over: Colour, share: number): Colour =>
  [0, 1, 2].map((i) => {
    const [a, b] = [under[i] ?? 0, over[i] ?? 0];
    return a + (b - a) * share;
  }) as unknown as Colour;

function png(size: number, rows: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // Eight bits, red-green-blue with alpha.
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    piece('IHDR', head),
    piece('IDAT', deflateSync(rows, { level: 9 })),
    piece('IEND', Buffer.alloc(0)),
  ]);
}

function piece(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** Add the icons of the installable page to the build. */
export function icons(): Plugin {
  const files: [name: string, size: number, isMaskable: boolean][] = [
    ['phone-180.png', 180, true],
    ['phone-192.png', 192, false],
    ['phone-512.png', 512, false],
    ['phone-maskable-512.png', 512, true],
  ];
  return {
    name: 'icons',
    apply: 'build',
    generateBundle() {
      for (const [fileName, size, isMaskable] of files)
        this.emitFile({ type: 'asset', fileName, source: icon(size, isMaskable) });
    },
  };
}
