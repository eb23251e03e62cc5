import type { Picture } from './data/outbox.ts';

const LONGEST = 1_600;
const QUALITY = 0.82;

/** Make a photo small enough for a poor line, upright, and rid of what the camera noted. */
export async function shrink(file: Blob): Promise<Picture> {
  const source = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST / Math.max(source.width, source.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  source.close();
  return drawn(canvas, 'image/jpeg', QUALITY);
}

export async function drawn(
  canvas: HTMLCanvasElement,
  media_type: string,
  quality?: number,
): Promise<Picture> {
  const blob = await new Promise<Blob | null>((done) =>
    canvas.toBlob(done, media_type, quality),
  );
  if (blob === null) throw new Error('the picture could not be drawn');
  return { bytes: await blob.arrayBuffer(), media_type };
}
