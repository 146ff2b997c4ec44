import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { derivedId } from '../../store/src/derived-id.ts';
import { readTransfer, recordsOfForeign, NOTHING_KNOWN } from '../../files/src/transfer/index.ts';
const D='/work/shared/data';
const walk=(d:string):string[]=>readdirSync(d).flatMap((f)=>statSync(join(d,f)).isDirectory()?walk(join(d,f)):[join(d,f)]);
const src=(root:string,files:string[])=>files.map((f)=>({path:relative(root,f),size:statSync(f).size,read:()=>Promise.resolve(new Uint8Array(readFileSync(f)))}));
for (const [n,fs] of [['factions',src(D+'/foundry-blades',[D+'/foundry-blades/factions.db'])],['npcs',src(D+'/foundry-blades',[D+'/foundry-blades/npcs.db'])],['init',src(D+'/initiative',[D+'/initiative/sample_players.json'])],['srd5',src(D+'/srd-5e',walk(D+'/srd-5e'))],['srd-blades',src(D+'/srd-blades',walk(D+'/srd-blades'))],...walk(D+'/calendars').filter(f=>f.endsWith('.json')).map((f)=>[f,src(D+'/calendars',[f])] as const)] as const) {
  const t=performance.now();
  const r=await readTransfer(String(n),fs as never,{audience:'gm',derive:derivedId});
  if(!r.ok){console.log(n,r.error);continue;}
  const a=recordsOfForeign(r.value,NOTHING_KNOWN,'c',derivedId,1);
  const c:Record<string,number>={}; for(const x of a.records) {const k=x.kind+(x.kind==='entity'?':'+x.keys['entityType']:''); c[k]=(c[k]??0)+1;}
  console.log(n,r.value.label,JSON.stringify(c),r.value.remarks.slice(0,6),r.value.calendar?.name,Math.round(performance.now()-t)+'ms');
  const e=a.records.find(x=>x.kind==='entity'); if(e) console.log(JSON.stringify(e).slice(0,600));
}
