/** Whether anything was imported since the page was loaded: what lists imports is loaded only then. */
export const imported = $state({ isAny: false });
