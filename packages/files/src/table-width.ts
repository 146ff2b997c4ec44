// How wide the rows of an imported table become.

/** Cells of a table that is filled up. One long row and many short ones would make millions out of a small file. */
const MAX_CELLS = 200_000;

/** The width to which short rows are filled up, given the cells of each row; 0 where that would make too many. */
export const widthToFill = (cells: readonly number[]): number => {
  const widest = cells.reduce((most, count) => Math.max(most, count), 1);
  return widest * cells.length > MAX_CELLS ? 0 : widest;
};
