// An update without the structs that its room has. Written from what was decoded to judge it: Yjs' `diffUpdate` reads the
// update once more, and takes seconds on the event loop where it has tens of thousands of clients.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

type Update = ReturnType<typeof Y.decodeUpdate>;
type Struct = Update['structs'][number];

/** The structs of one client without what lies before `known`, a clock of that client. */
interface Group {
  structs: Struct[];
  /** How much of the first struct is left out. */
  offset: number;
}

/** Per client in the order of the update. Gaps that the sender claims are left out. */
const groupsOf = (structs: readonly Struct[], known: ReadonlyMap<number, number>): Group[] => {
  const groups = new Map<number, Group>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const from = known.get(client) ?? 0;
    if (struct instanceof Y.Skip || clock + struct.length <= from) continue;
    const group = groups.get(client);
    if (group) group.structs.push(struct);
    else groups.set(client, { structs: [struct], offset: Math.max(0, from - clock) });
  }
  return [...groups.values()];
};

/**
 * The update in Yjs' first format. What is left of each client must follow on without a hole, as it does where the room
 * judged the update as new.
 */
export const withoutKnown = ({ structs, ds }: Update, known: ReadonlyMap<number, number>): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  const groups = groupsOf(structs, known);
  encoding.writeVarUint(restEncoder, groups.length);
  for (const { structs: added, offset } of groups) {
    const { client, clock } = added[0]!.id;
    encoding.writeVarUint(restEncoder, added.length);
    encoder.writeClient(client);
    encoding.writeVarUint(restEncoder, clock + offset);
    // reason: Yjs types it for its second format only
    added.forEach((struct, i) => struct.write(encoder as never, i === 0 ? offset : 0));
  }
  encoding.writeVarUint(restEncoder, ds.clients.size);
  for (const [client, ranges] of ds.clients) {
    encoding.writeVarUint(restEncoder, client);
    encoding.writeVarUint(restEncoder, ranges.length);
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(restEncoder, clock);
      encoding.writeVarUint(restEncoder, len);
    }
  }
  return encoder.toUint8Array();
};
