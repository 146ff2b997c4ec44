// Where the scenes of an investigation are drawn: connected ones in layers by dagre, the others in rows below.
import { Graph, layout } from '@dagrejs/dagre';
import { boundsOf } from '#lib/graph/viewport.ts';

/** Size of a scene's node, px. Its buttons are as high as the node: at LEAST_ZOOM they are still 44 px. */
export const [NODE_WIDTH, NODE_HEIGHT] = [236, 72];
export const LEAST_ZOOM = 0.62;
/** The least zoom at which the map is shown by itself. */
export const START_ZOOM = 0.75;
/** Between nodes, and between the layers of connected ones, px: a layer's gap has room for the clue's name. */
const [GAP, LAYER_GAP] = [28, 72];

export interface Placed {
  /** Of its upper left corner, px. */
  x: number;
  y: number;
}

/** The places of the scenes by id. `width`: of the frame, px; the rows of unconnected scenes fit it. */
export const placeScenes = (
  sceneIds: readonly string[],
  connections: readonly { id: string; fromId: string; toSceneId: string }[],
  width: number,
): Map<string, Placed> => {
  const connected = new Set(connections.flatMap(({ fromId, toSceneId }) => [fromId, toSceneId]));
  const places = placeConnected(
    sceneIds.filter((id) => connected.has(id)),
    connections,
  );
  const linked = boundsOf([...places.values()].map((at) => ({ ...at, width: NODE_WIDTH, height: NODE_HEIGHT })));
  const alone = sceneIds.filter((id) => !connected.has(id));
  const columns = Math.max(1, Math.floor((width / START_ZOOM - GAP) / (NODE_WIDTH + GAP)));
  const rowWidth = Math.min(columns, alone.length) * (NODE_WIDTH + GAP) - GAP;
  const [start, top] = linked
    ? [linked.x + (linked.width - rowWidth) / 2, linked.y + linked.height + LAYER_GAP]
    : [0, 0];
  alone.forEach((id, i) =>
    places.set(id, {
      x: start + (i % columns) * (NODE_WIDTH + GAP),
      y: top + Math.floor(i / columns) * (NODE_HEIGHT + GAP),
    }),
  );
  return places;
};

const placeConnected = (
  ids: readonly string[],
  connections: readonly { id: string; fromId: string; toSceneId: string }[],
): Map<string, Placed> => {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: GAP, ranksep: LAYER_GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of ids) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const each of connections) graph.setEdge(each.fromId, each.toSceneId, {}, each.id);
  layout(graph);
  return new Map(
    ids.map((id) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return [id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }];
    }),
  );
};
