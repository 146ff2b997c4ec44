// The weights that ship, as `pnpm train notes` wrote them.
import logEntries from './weights/log-entries.json' with { type: 'json' };
import names from './weights/names.json' with { type: 'json' };
import nameTypes from './weights/name-types.json' with { type: 'json' };
import relationships from './weights/relationships.json' with { type: 'json' };
import relationTypes from './weights/relation-types.json' with { type: 'json' };
import sceneTypes from './weights/scene-types.json' with { type: 'json' };
import scenes from './weights/scenes.json' with { type: 'json' };
import type { ClassWeights } from './class-model.ts';
import type { SegmentWeights } from './segment-model.ts';

/** What reads notes: one set of weights for each question. */
export interface ReadingWeights {
  scenes: SegmentWeights;
  sceneTypes: ClassWeights;
  names: ClassWeights;
  nameTypes: ClassWeights;
  relationships: ClassWeights;
  relationTypes: ClassWeights;
  logEntries: ClassWeights;
}

// The files were written from values of these types, which the type of a JSON file is too wide to show.
export const SHIPPED = {
  scenes,
  sceneTypes,
  names,
  nameTypes,
  relationships,
  relationTypes,
  logEntries,
} as unknown as ReadingWeights;
