// Reads a GM's reply to an offer or a list: it accepts all, one or none of it, or is about something else.
import type { DraftRequest } from '@emberkeep/domain';
import { NO, NUMBERS, ORDINALS, WHICH, YES } from './vocabulary/reply-phrases.ts';

/** Positions of the offers, of `count`, that a reply accepts: `[]` for none, null where it is about something else. */
export const acceptedOf = (text: string, count: number): number[] | null => {
  const said = text.trim().replace(/’/g, "'");
  if (count === 0 || said === '') return null;
  if (NO.test(said)) return [];
  const which = WHICH.exec(said)?.[1]?.toLowerCase();
  if (!which) return YES.test(said) ? Array.from({ length: count }, (_, n) => n) : null;
  const at =
    which === 'last'
      ? count - 1
      : [ORDINALS.indexOf(which), NUMBERS.indexOf(which), Number.parseInt(which, 10) - 1].find((n) => n >= 0);
  return at !== undefined && at < count ? [at] : null;
};

const QUOTED = '[“"\'‘«]([^”"’»\\n]{2,100}?)[”"\'’»]';
const SCENE_OFFER = new RegExp(
  `\\b(?:create|add|make)\\s+(?:a\\s+|the\\s+)?(?:new\\s+)?(?:draft\\s+)?scene\\s+${QUOTED}\\s*\\?`,
  'i',
);
const LOG_OFFER = new RegExp(`\\blog\\s+${QUOTED}\\s*\\?`, 'i');

/** Offers read back from the words of an answer, for a conversation that did not keep them as data. */
export const offersIn = (previous: string): DraftRequest[] => {
  const scene = SCENE_OFFER.exec(previous)?.[1];
  if (scene) return [{ kind: 'scene', title: scene, sceneType: 'other' }];
  const log = LOG_OFFER.exec(previous)?.[1];
  return log ? [{ kind: 'log', entities: [], content: log }] : [];
};

/** Names that an answer listed, one a line, with what it said about each. */
export const listedIn = (previous: string): { name: string; about: string }[] =>
  previous.split('\n').flatMap((line) => {
    const found = /^\s*(?:\d{1,2}[.)]|[-•*])\s+\**([\p{Lu}][^:–—,(*\n]{1,60}?)\**\s*(?:[:–—,(]\s*(.*))?$/u.exec(line);
    return found ? [{ name: found[1]!.trim().replace(/[.\s]+$/, ''), about: (found[2] ?? '').trim() }] : [];
  });
