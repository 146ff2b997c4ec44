// The campaign save file: everything other rooms may use of it. An entry of its own, because only saving and opening need it.
export { writeSave } from './write-save.ts';
export { isNoSave, missingSections, readSave, type SaveReading, type SectionState } from './read-save.ts';
export { saveOfRecords, type SaveWithSources } from './save-of-records.ts';
export { recordsOfSave, wholeSave, withAnswers } from './records-of-save.ts';
export { SAVE_SECTIONS, SAVE_SECTION_IDS, type SaveDocument, type SaveSectionId } from './save-document.ts';
export { freeSaveName, saveFileName } from './save-name.ts';
export { campaignJson } from '../campaign-json.ts';
