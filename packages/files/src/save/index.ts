// The campaign file: writing it, reading it, and its way from and to records. An entry of its own: the app loads it
// only to save and to open.
export { writeSave } from './write-save.ts';
export { isNoSave, missingSections, readSave, type SaveReading, type SectionState } from './read-save.ts';
export { saveOfRecords, type SaveWithSources } from './save-of-records.ts';
export { recordsOfSave, wholeSave } from './records-of-save.ts';
export { withAnswers } from './answers.ts';
export { SAVE_SECTIONS, SAVE_SECTION_IDS, type SaveDocument, type SaveSectionId } from './save-document.ts';
export { freeSaveName, saveFileName } from './save-name.ts';
export { campaignJson } from '../campaign-json.ts';
