// The second tap of two at one place, where the first took away what was tapped: it was meant for that, and not for what
// came to its place.
import type { Attachment } from 'svelte/attachments';

/** As long as tablets wait for the second tap of two; a GM who means the next row is hardly faster. */
const WITHIN_MS = 350;
/** As far as a finger strays between two taps, CSS pixels. */
const WITHIN_PX = 24;

export interface Tap {
  /** ms */
  at: number;
  x: number;
  y: number;
  /** Of how many clicks in a row the browser says that it is the last; for fingers some browsers never count. */
  count: number;
  isTouch: boolean;
}

/** True where `second` came so soon after `first` and so near that both are one double tap. A key makes no tap. */
export const isSecondTap = (first: Tap, second: Tap): boolean =>
  (second.count > 1 || (second.count === 1 && second.isTouch)) &&
  second.at - first.at < WITHIN_MS &&
  Math.hypot(second.x - first.x, second.y - first.y) < WITHIN_PX;

/** The tap before, wherever it was: the list below moves up where one above it goes with its last row. */
let last: { tap: Tap; target: Element } | null = null;

/** In a list whose rows go when they are tapped, the second tap of two does nothing to the row that moves up. */
export const ignoreSecondTaps: Attachment<HTMLElement> = (list) => {
  let isTouch = false;
  const down = ({ pointerType }: PointerEvent): void => void (isTouch = pointerType !== 'mouse');
  const click = (event: MouseEvent): void => {
    const { timeStamp: at, clientX: x, clientY: y, detail: count, target } = event;
    if (!(target instanceof Element)) return;
    const tap = { at, x, y, count, isTouch };
    const before = last;
    last = { tap, target };
    if (!before || before.target.isConnected || !isSecondTap(before.tap, tap)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  list.addEventListener('pointerdown', down, true);
  list.addEventListener('click', click, true);
  return () => {
    list.removeEventListener('pointerdown', down, true);
    list.removeEventListener('click', click, true);
  };
};
