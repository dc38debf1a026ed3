/** @file Events as they come, handed on a few times a second: the eye reads no faster, least of all while it scrolls. */

const SHOWN_EVERY_MS = 120;
/** So that scrolling keeps its frames. */
const SHOWN_WHILE_SCROLLING_MS = 400;
const SCROLL_RESTS_MS = 200;

let scrolledAt = Number.NEGATIVE_INFINITY;
const noteScroll = () => {
  scrolledAt = performance.now();
};
document.addEventListener("scroll", noteScroll, { capture: true, passive: true });

export interface Pace<T> {
  take(items: readonly T[]): void;
  stop(): void;
}

/** `show` gets all that came since it was called last, at the beginning of a frame. */
export function pace<T>(show: (items: readonly T[]) => void): Pace<T> {
  let waiting: T[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const items = waiting;
    waiting = [];
    show(items);
  };
  return {
    take(items) {
      for (const item of items) waiting.push(item);
      const isScrolling = performance.now() - scrolledAt < SCROLL_RESTS_MS;
      const wait = isScrolling ? SHOWN_WHILE_SCROLLING_MS : SHOWN_EVERY_MS;
      timer ??= setTimeout(() => requestAnimationFrame(flush), wait);
    },
    stop: () => clearTimeout(timer),
  };
}
