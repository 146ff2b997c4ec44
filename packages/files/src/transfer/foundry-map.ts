// The notes that a Foundry scene has on its canvas, as the pins of a map. The picture of a scene is a file of its own, so
// the map comes without it.
import {
  MAP_PINS_MAX,
  MAP_WIDTH_MAX,
  MARK_LABEL_MAX,
  storedPoint,
  type MapTarget,
  type StoredPoint,
} from '@emberkeep/domain';
import { list, num, obj, str, type Json } from '../json.ts';
import type { IdContext, ImportedItem } from './imported-content.ts';

/** Of scenes that do not say it: Foundry's own values. */
const USUAL_PADDING = 0.25;
const USUAL_GRID = 100;

/** The picture of a scene on its canvas, in pixels of the canvas: the padding around it is whole squares of the grid. */
interface SceneFrame {
  left: number;
  top: number;
  width: number;
  height: number;
}

const gridOf = (scene: Json): number => Math.max(1, num(obj(scene['grid'])['size'], scene['grid']) ?? USUAL_GRID);

const frameOf = (scene: Json): SceneFrame | null => {
  const [width, height] = [num(scene['width']) ?? 0, num(scene['height']) ?? 0];
  if (!(width > 0 && height > 0)) return null;
  const grid = gridOf(scene);
  const padding = num(scene['padding']) ?? USUAL_PADDING;
  const paddingOf = (side: number): number => Math.ceil((side * padding) / grid) * grid;
  return { left: paddingOf(width), top: paddingOf(height), width, height };
};

interface ScenePin {
  id: string;
  at: StoredPoint;
  label: string;
  /** The `_id` of the journal that it opens. */
  entryId: string;
}

/** Every note by an id of its own, which is the same at each import: files may have one `_id` twice. */
const pinsOf = (scene: Json, frame: SceneFrame): ScenePin[] => {
  const taken = new Set<string>();
  return list(scene['notes']).flatMap((each, i): ScenePin[] => {
    const note = obj(each);
    const [x, y] = [num(note['x']), num(note['y'])];
    if (x === null || y === null) return [];
    const given = str(note['_id']);
    let id = /^\w{1,40}$/.test(given) && !taken.has(given) ? given : `note${i}`;
    while (taken.has(id)) id += '_';
    taken.add(id);
    return [
      {
        id,
        at: storedPoint({ x: (x - frame.left) / frame.width, y: (y - frame.top) / frame.height }),
        label: str(note['text'], note['label']).trim().slice(0, MARK_LABEL_MAX),
        entryId: str(note['entryId']),
      },
    ];
  });
};

/** True for a scene with notes on its canvas. */
export const hasMapNotes = (doc: Json): boolean => list(doc['notes']).length > 0 && frameOf(doc) !== null;

/** How many notes of a scene find no room on its map. */
export const notesBeyondMap = (doc: Json): number => Math.max(0, list(doc['notes']).length - MAP_PINS_MAX);

/** How wide the scene is, as its grid counts. */
const scaleOf = (scene: Json, { width }: SceneFrame): Readonly<Record<string, unknown>> => {
  const grid = obj(scene['grid']);
  const distance = num(grid['distance'], scene['gridDistance']) ?? 0;
  const length = (width / gridOf(scene)) * distance;
  if (!(length > 0 && length <= MAP_WIDTH_MAX)) return {};
  return { width: length, unit: str(grid['units'], scene['gridUnits']) };
};

/**
 * The map of a scene. `isEntity` tells of the `_id` of a journal whether it comes as an entity, which a pin can open;
 * `nameOf` gives its name.
 */
export const mapItem = (
  scene: Json,
  source: string,
  { isEntity, nameOf }: { isEntity: (id: string) => boolean; nameOf: (id: string) => string },
): ImportedItem | null => {
  const frame = frameOf(scene);
  if (!frame) return null;
  const pins = pinsOf(scene, frame).slice(0, MAP_PINS_MAX);
  const opens = pins.filter(({ entryId }) => isEntity(entryId));
  const labels = pins.map(({ id, label, entryId }) => [id, label || (isEntity(entryId) ? '' : nameOf(entryId))]);
  const targetsOf = ({ idOf }: Pick<IdContext, 'idOf'>): Record<string, MapTarget> =>
    Object.fromEntries(opens.map(({ id, entryId }) => [id, { kind: 'entity', id: idOf(entryId), sessionId: '' }]));
  return {
    kind: 'map',
    source,
    name: str(scene['name']),
    fields: {
      ...scaleOf(scene, frame),
      pins: Object.fromEntries(pins.map(({ id, at }) => [id, at])),
      labels: Object.fromEntries(labels.filter(([, label]) => label !== '')),
    },
    texts: {},
    lateFields: (ids) => ({ targets: targetsOf(ids) }),
  };
};
