// A roll as text for the screen and as data for the log.
import type { Roll, RollPart } from './roll.ts';

const KIND_WORDS = { base: 'Base', modifier: 'Modifier', situational: 'Situational' } as const;

/** "+", "−" or nothing before the first part; the value itself is written without its sign. */
const signBefore = (part: RollPart, isFirst: boolean): string => {
  if (isFirst) return part.value < 0 ? '−' : '';
  return part.value < 0 ? ' − ' : ' + ';
};

const partWords = (part: RollPart, index: number): string => {
  const hasNote = part.kind === 'situational' && part.label !== String(part.value);
  const note = hasNote ? ` (${part.label})` : '';
  return `${signBefore(part, index === 0)}${KIND_WORDS[part.kind]} ${Math.abs(part.value)}${note}`;
};

/** What adds up to the total; empty for dice alone, which are the total. */
const sumWords = ({ parts }: Roll): string => (parts.length > 1 ? `${parts.map(partWords).join('')} = ` : '');

const signed = (value: number): string => (value < 0 ? `−${-value}` : String(value));

/** The breakdown on one line: "Base 14 + Modifier 5 + Situational 2 = 21, natural 20"; "14" for dice alone. */
export const rollWords = (roll: Roll): string => {
  const result = [
    signed(roll.total),
    roll.outcome,
    roll.margin === null ? '' : `margin ${signed(roll.margin)}`,
    roll.position ? `${roll.position} / ${roll.effect}` : '',
  ];
  return `${sumWords(roll)}${result.filter(Boolean).join(', ')}`;
};

/** The `details` of a DICE_ROLL event. The keys are stored. */
export const rollDetails = (roll: Roll): Record<string, unknown> => {
  const sumOf = (kind: RollPart['kind']): number =>
    roll.parts.filter((part) => part.kind === kind).reduce((sum, part) => sum + part.value, 0);
  return {
    expression: roll.text,
    base: sumOf('base'),
    modifier: sumOf('modifier'),
    situational: sumOf('situational'),
    result: roll.total,
    dice: roll.parts.flatMap((part) =>
      part.dice.map((die) => ({ sides: die.sides, value: die.value, kept: !die.isDropped })),
    ),
    ...(roll.outcome ? { outcome: roll.outcome } : {}),
    ...(roll.margin === null ? {} : { margin: roll.margin }),
    ...(roll.position ? { position: roll.position, effect: roll.effect } : {}),
  };
};
