// The name of a campaign as a relay's operator reads it in a terminal, beside the campaign's id. The app sends it in this
// form, and the relay brings whatever it gets into it.
import { LABEL_MAX } from './http.ts';

const BLANKS = /[\s\p{Z}]+/gu;
/** Escapes of terminals, signs that turn a line around, and what nobody sees or no font has. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** Marks above and below a letter. More of them would be drawn over other lines. */
const TOO_MANY_MARKS = /(\p{M}{2})\p{M}+/gu;

/** One line of at most `LABEL_MAX` characters that can be read; empty where nothing of the name can. */
export const campaignLabel = (name: string): string => {
  const seen = name.replace(BLANKS, ' ').replace(UNSEEN, '').replace(/ +/g, ' ').trim();
  const characters = Array.from(seen.replace(TOO_MANY_MARKS, '$1'));
  if (characters.length <= LABEL_MAX) return characters.join('');
  return `${characters
    .slice(0, LABEL_MAX - 1)
    .join('')
    .trimEnd()}…`;
};
