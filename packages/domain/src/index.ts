// The words of the table: everything other rooms may use of this one.
export * from './result.ts';
export * from './ids.ts';
export * from './order.ts';
export * from './stage.ts';
export * from './campaign.ts';
export * from './record.ts';
export * from './session.ts';
export * from './scene.ts';
export * from './entity.ts';
export * from './relationship.ts';
export * from './note.ts';
export * from './wiki-link.ts';
