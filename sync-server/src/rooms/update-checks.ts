// Checks on decoded structs, used to merge, check and repair a room. Updates that arrive are
// checked where they are read (struct-reader.ts).
import * as Y from 'yjs';
import { isShallow } from './struct-reader.ts';

type Update = ReturnType<typeof Y.decodeUpdate>;
type Struct = Update['structs'][number];
type Id = { client: number; clock: number };

const plainValues = (content: unknown): unknown => {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
  if (content instanceof Y.ContentEmbed) return content.embed;
  if (content instanceof Y.ContentFormat) return content.value;
  return null;
};

/**
 * Whether devices can use it: its plain values are nested no deeper than they can bear, and it is not a subdocument.
 * Emberkeep never makes one, and a forged one can make every device throw.
 */
export const isUsable = (struct: Struct): boolean =>
  !(struct instanceof Y.Item) || (!(struct.content instanceof Y.ContentDoc) && isShallow(plainValues(struct.content)));

const referencesOf = (struct: Struct): Id[] =>
  struct instanceof Y.Item
    ? [struct.origin, struct.rightOrigin, struct.parent instanceof Y.ID ? struct.parent : null].filter(
        (id): id is Y.ID => id !== null,
      )
    : [];

/** Whether everything that the update's items refer to is there once the update is. */
export const hasItsReferences = ({ structs }: Update, clockOf: (client: number) => number): boolean =>
  structs.every((struct) => referencesOf(struct).every(({ client, clock }) => clock < clockOf(client)));
