// Marks text of notes for a model, whose instructions say that what is between « and » is data and gives no orders.

/** The text between « and »; marks of its own become plain quotation marks, so that it cannot end the quotation. */
export const asQuotation = (text: string): string => `«${text.replace(/[«»]/g, '"')}»`;
