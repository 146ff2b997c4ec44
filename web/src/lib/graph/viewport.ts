// Which part of a graph is shown.

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Size {
  width: number;
  height: number;
}
/** How the graph is moved and scaled: a point p of it is drawn at p · zoom + (x, y), px. */
export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

/** Free space around the graph, px on the screen. */
const MARGIN = 24;

/** The smallest rectangle around all of them; null for none. */
export const boundsOf = (rects: readonly Rect[]): Rect | null => {
  if (rects.length === 0) return null;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
};

/** A graph and its frame along one axis, px. */
interface Axis {
  start: number;
  length: number;
  focus: number;
  frame: number;
}

/** Centred where the graph fits, else with `focus` as near to the middle as leaves no empty edge. */
const offset = ({ start, length, focus, frame }: Axis, zoom: number): number => {
  const drawn = length * zoom;
  if (drawn + 2 * MARGIN <= frame) return (frame - drawn) / 2 - start * zoom;
  const wanted = frame / 2 - focus * zoom;
  return Math.min(MARGIN - start * zoom, Math.max(frame - MARGIN - (start + length) * zoom, wanted));
};

/**
 * Shows the whole graph if it fits the frame at `leastZoom` or more, at most at its natural size; otherwise the part
 * around `focus`, and without one its beginning.
 */
export const viewportFor = (graph: Rect, frame: Size, leastZoom: number, focus: Rect | null): Viewport => {
  const fitting = Math.min(
    (frame.width - 2 * MARGIN) / Math.max(1, graph.width),
    (frame.height - 2 * MARGIN) / Math.max(1, graph.height),
  );
  const zoom = Math.min(1, Math.max(leastZoom, fitting));
  const { x, y, width, height } = focus ?? { x: graph.x, y: graph.y, width: 0, height: 0 };
  return {
    x: offset({ start: graph.x, length: graph.width, focus: x + width / 2, frame: frame.width }, zoom),
    y: offset({ start: graph.y, length: graph.height, focus: y + height / 2, frame: frame.height }, zoom),
    zoom,
  };
};
