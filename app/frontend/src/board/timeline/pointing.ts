/** What a pointer does on the timeline, apart from what is done about it. */

export interface Point {
  x: number;
  y: number;
}

export interface Drag {
  /** The element that was grabbed, with the data the drawing gave it. */
  grabbed: HTMLElement;
  from: Point;
  to: Point;
}

export interface Pointing {
  /** The pointer moved without a button, or left (null). */
  hover?(point: Point | null): void;
  /** Say whether a drag may begin here; without it none does. */
  mayDrag?(grabbed: HTMLElement): boolean;
  drag?(drag: Drag): void;
  drop?(drag: Drag): void;
}

/** Below this a press is a click, however unsteady the hand. */
const THRESHOLD = 4;

/** Watch an element's pointer; returns how to stop. Fingers scroll and do not drag. */
export function watchPointer(element: HTMLElement, pointing: () => Pointing): () => void {
  let grabbed: HTMLElement | null = null;
  let from: Point = { x: 0, y: 0 };
  let isDragging = false;

  const pointOf = (event: PointerEvent): Point => ({ x: event.clientX, y: event.clientY });

  function down(event: PointerEvent): void {
    const target = event.target as HTMLElement;
    const mouse = event.pointerType !== 'touch' && event.button === 0;
    if (!mouse || pointing().mayDrag?.(target) !== true) return;
    grabbed = target;
    from = pointOf(event);
  }

  function move(event: PointerEvent): void {
    const to = pointOf(event);
    if (grabbed === null) {
      pointing().hover?.(to);
      return;
    }
    if (!isDragging && Math.hypot(to.x - from.x, to.y - from.y) < THRESHOLD) return;
    if (!isDragging) element.setPointerCapture(event.pointerId);
    isDragging = true;
    pointing().drag?.({ grabbed, from, to });
  }

  function up(event: PointerEvent): void {
    if (grabbed !== null && isDragging)
      pointing().drop?.({ grabbed, from, to: pointOf(event) });
    grabbed = null;
    isDragging = false;
  }

  const leave = (): void => pointing().hover?.(null);
  const listeners: [string, (event: PointerEvent) => void][] = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', up],
    ['pointerleave', leave],
  ];
  for (const [name, listener] of listeners) {
    element.addEventListener(name, listener as EventListener);
  }
  return () => {
    for (const [name, listener] of listeners) {
      element.removeEventListener(name, listener as EventListener);
    }
  };
}
