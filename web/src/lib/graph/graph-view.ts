// How a graph is shown, as the frame and the canvas in it take it.
import type { NodeTypes } from '@xyflow/svelte';

export interface GraphView {
  nodeTypes: NodeTypes;
  /** For screen readers: says where the same is as text. */
  label: string;
  /** CSS size of the frame. */
  blockSize: string;
  /** The least zoom at which the graph is shown by itself, at most 1; and the least that one can zoom to. */
  startZoom: number;
  minZoom: number;
  /** Ids of nodes that stay in view when the graph changes. */
  focusIds: readonly string[];
  /** Changes when the graph is laid out anew: it is shown anew then, and not when the GM moves a node. */
  layoutKey: string;
  nodesDraggable?: boolean;
}
