// Owns the documented schema of a campaign as JSON: what another program may count on. Used by tests and by whoever reads the
// file; the app itself does not load it.
import { z } from 'zod';

/** One record. `fields` holds what differs from an untouched record of its kind; the kinds and fields are those of packages/domain. */
export const RECORD_JSON = z.object({
  kind: z.enum([
    'campaign',
    'session',
    'entity',
    'relationship',
    'relationType',
    'entityLog',
    'clock',
    'goal',
    'chapter',
    'player',
    'gauge',
    'safety',
    'inventory',
    'decision',
    'consequence',
    'hook',
    'reconstruct',
    'scene',
    'event',
    'suggestion',
    'chatMessage',
    'combatant',
    'encounter',
    'note',
  ]),
  /** Stable: the same record has the same id in every export. The campaign's own facts have the id "campaign". */
  id: z.string().min(1),
  /** The session in whose body it lies: scenes, events, chat, suggestions, the tracker, and a session's notes (kind "note", under the session's id). */
  session: z.string().optional(),
  /** Times are Unix ms, game time whole seconds since Day 0, references are ids, counters their value, lists their texts. */
  fields: z.record(z.string(), z.unknown()),
  /** Rich texts as Markdown, by name: description, gm_notes, summary, prep_notes… `[[Name]]` links by name or alias. */
  texts: z.record(z.string(), z.string()),
});

export const CAMPAIGN_JSON = z.object({
  format: z.literal('emberkeep-campaign'),
  version: z.literal(1),
  campaignId: z.string(),
  savedAt: z.iso.datetime(),
  records: z.array(RECORD_JSON),
});
export type CampaignJson = z.infer<typeof CAMPAIGN_JSON>;
