// The sample campaign, "The Drowned Lantern", for demos, tests and screenshots. Our own writing, CC BY 4.0. Notes and
// descriptions are Markdown; the loader converts them.
import type { Tone } from '../src/relationship.ts';
import { SAMPLE_ENTITIES, type SampleEntity } from './sample-entities.ts';
import { SAMPLE_SESSIONS, type SampleSession } from './sample-sessions.ts';
export type { SampleEntity } from './sample-entities.ts';
export type { SampleSession } from './sample-sessions.ts';

export interface SampleCampaign {
  name: string;
  system: string;
  entities: readonly SampleEntity[];
  sessions: readonly SampleSession[];
  /** `from` and `to` are names of entities. */
  relationships: readonly { from: string; to: string; type: string; tone: Tone }[];
}

export const sampleCampaign = (): SampleCampaign => ({
  name: 'The Drowned Lantern',
  system: 'dnd-5e',
  entities: SAMPLE_ENTITIES,
  sessions: SAMPLE_SESSIONS,
  relationships: [
    { from: 'Captain Isaura Rook', to: 'Harbour Watch', type: 'commands', tone: 'positive' },
    { from: 'Pell', to: 'Harbour Watch', type: 'serves in', tone: 'neutral' },
    { from: 'Pell', to: 'Brotherhood of the Wick', type: 'reports to', tone: 'positive' },
    { from: 'Captain Isaura Rook', to: 'Pell', type: 'suspects', tone: 'negative' },
    { from: 'Baron Harkness', to: 'Brotherhood of the Wick', type: 'pays', tone: 'positive' },
    { from: 'Madame Lefevre', to: 'Baron Harkness', type: 'rival of', tone: 'negative' },
    { from: 'Madame Lefevre', to: 'The Salt Salon', type: 'owns', tone: 'positive' },
    { from: 'Madame Lefevre', to: 'Corin Vale', type: 'pays', tone: 'neutral' },
    { from: 'Old Tam', to: 'Tam’s Ring', type: 'carries', tone: 'neutral' },
    { from: 'Sister Wen', to: 'St. Brannoc', type: 'keeps the bell of', tone: 'positive' },
    { from: 'Doctor Amsel', to: 'Pell', type: 'fears', tone: 'negative' },
    { from: 'Mirabel Thorne', to: 'Gallows Light', type: 'grew up at', tone: 'neutral' },
    { from: 'Kestrel', to: 'Marsh Folk', type: 'kin of', tone: 'positive' },
    { from: 'Brother Oswin', to: 'Mirabel Thorne', type: 'friend of', tone: 'positive' },
    { from: 'Harbour Watch', to: 'Brotherhood of the Wick', type: 'hostile to', tone: 'negative' },
    { from: 'The Drowned', to: 'The Drowned Lantern', type: 'bound to', tone: 'negative' },
  ],
});
