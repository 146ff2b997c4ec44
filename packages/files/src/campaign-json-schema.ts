// The schema of a campaign exported as JSON: what other programs can rely on. The app itself does not load it.
import { z } from 'zod';

/**
 * One record. `fields` holds what differs from a new record of its kind; kinds and fields are declared in
 * packages/domain.
 */
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
    'handout',
    'map',
    'randomTable',
    'calendarEntry',
    'moon',
    'template',
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
  /** Stable: a record has the same id in every export. The record of the campaign itself has the id "campaign". */
  id: z.string().min(1),
  /**
   * The session a record belongs to: set for scenes, events, chat messages, suggestions, combatants and encounters,
   * and for a session's notes (kind "note", whose id is the session's).
   */
  session: z.string().optional(),
  /**
   * Times are Unix ms, game time is seconds since Day 0, references are ids, a counter is its value, a list its
   * texts.
   */
  fields: z.record(z.string(), z.unknown()),
  /**
   * Rich texts as Markdown, by name: description, gm_notes, summary, prep_notes… `[[Name]]` links to a name or
   * alias.
   */
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
