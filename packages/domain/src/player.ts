// The players of a campaign. A record is enough; a player needs no account (M-073).
import { flag, hidden, line, paragraph } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

export const PLAYER = defineRecord({
  kind: 'player',
  root: 'players',
  home: 'ledger',
  label: 'Player',
  plural: 'Players',
  title: 'name',
  fields: {
    name: line('table', 'Name'),
    hasLeft: flag('gm', 'No longer plays'),
    notes: paragraph('gm', 'Notes'),
    externalId: hidden('gm', 'Id in another tool'),
  },
});
export type Player = RecordOf<typeof PLAYER>;
