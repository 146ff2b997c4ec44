// Tests that every game system is complete: its shape, no empty section, and dice that parse.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GAME_SYSTEM_CHOICES } from '../campaign.ts';
import { parseDice } from '../dice/parse.ts';
import { SCENE_TYPES } from '../scene.ts';
import { gameSystem, GAME_SYSTEMS, lookUp } from './index.ts';

const words = z.string().trim().min(1);
const shape = z.strictObject({
  name: words,
  input: z.enum(['text', 'number', 'choice']),
  options: z.array(words).min(1).optional(),
});
const SYSTEM = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: words,
  attribution: words.min(20),
  attributes: z.array(z.strictObject({ name: words, short: words })).min(3),
  skills: z.array(z.strictObject({ name: words, of: z.string() })).min(12),
  difficulties: z.array(z.strictObject({ name: words, value: words })).min(3),
  dice: z.array(z.strictObject({ name: words, formula: words })).min(3),
  statBlocks: z.array(z.strictObject({ role: words, fields: z.record(words, z.union([words, z.number()])) })).min(12),
  sceneHints: z
    .array(z.strictObject({ sceneType: z.enum(SCENE_TYPES), words: z.array(words).min(1), advice: words }))
    .min(3),
  clockShape: z.array(shape).min(1),
  sceneShape: z.array(shape).min(1),
  terms: z.record(words, words),
  lookups: z.array(z.strictObject({ name: words.max(60), text: words.min(15) })).min(60),
});

describe.each(GAME_SYSTEMS.map((s) => [s.id, s] as const))('game system %s', (_id, system) => {
  it('every section is present and well formed', () => {
    expect(SYSTEM.safeParse(system).error?.issues ?? []).toEqual([]);
  });
  it('no name occurs twice', () => {
    for (const list of [
      system.lookups.map((e) => e.name),
      system.statBlocks.map((b) => b.role),
      system.skills.map((s) => s.name),
      system.attributes.map((a) => a.short),
    ])
      expect(list.filter((name, i) => list.indexOf(name) !== i)).toEqual([]);
  });
  it('its dice formulas parse', () => {
    for (const { formula } of system.dice) expect(parseDice(formula), formula).toMatchObject({ ok: true });
  });
  it('skills name existing attributes, and stat blocks fill every column', () => {
    const shorts = new Set(system.attributes.map((a) => a.short));
    for (const skill of system.skills)
      if (skill.of) expect(shorts.has(skill.of), `${skill.name} of ${skill.of}`).toBe(true);
    const [first] = system.statBlocks;
    for (const block of system.statBlocks) {
      expect(Object.keys(block.fields)).toEqual(Object.keys(first!.fields));
      for (const [field, value] of Object.entries(block.fields)) expect(value, `${block.role} ${field}`).not.toBe('');
    }
  });
});

describe('looking up', () => {
  it('matches in the name come before matches in the text; an unknown system is the custom one', () => {
    expect(lookUp(gameSystem('dnd-5e'), 'advantage')[0]?.name).toBe('Advantage');
    expect(lookUp(gameSystem('fitd'), 'two sixes').map((e) => e.name)).toContain('Reading the dice');
    expect(lookUp(gameSystem('coc-7e'), 'zzz')).toEqual([]);
    expect(gameSystem('nobody-knows').id).toBe('custom');
  });
});

it('every game system can be chosen for a campaign, and every choice has its data', () => {
  const choices = GAME_SYSTEM_CHOICES.map((choice) => choice.id);
  expect([...choices].sort()).toEqual(GAME_SYSTEMS.map((system) => system.id).sort());
});
