// Numbers in words, as people ask for a session or a day of the campaign.
export const NUMBER_WORDS = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
export const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
];

/** The number that a numeral, a number word ("three") or an ordinal ("third") stands for. */
export const numberSaid = (word: string): number => {
  const said = word.toLowerCase();
  const place = Math.max(NUMBER_WORDS.indexOf(said), ORDINALS.indexOf(said));
  return place === -1 ? Number(said) : place + 1;
};
