// Quotes text of notes for a model. Its instructions say that text between « and » is data and never an order.

/** The text between « and »; marks of its own become plain quotation marks, so that it cannot end the quotation. */
export const asQuotation = (text: string): string => `«${text.replace(/[«»]/g, '"')}»`;
