// Numbers that a person typed; undefined for an empty text and for one that is no number.

/** With a point or a comma before the decimals. */
export const typedNumber = (text: string): number | undefined => {
  const plain = text.trim().replace(',', '.').replace(/^[−–]/, '-');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : undefined;
};

/** Truncates. A comma before three digits stands for thousands. */
export const wholeNumber = (text: string): number | undefined => {
  const number = typedNumber(text.replace(/,(?=\d{3}(?!\d))/g, ''));
  return number === undefined ? undefined : Math.trunc(number);
};
