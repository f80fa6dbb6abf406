import dictionary from 'dcmjs/dictionary';

const REPEATING_GROUPS = /^(50|60)/;
const vrByTag = new Map<string, string>();
const tagByKeyword = new Map<string, string>();
for (const [key, entry] of Object.entries(dictionary)) {
  const tag = /^\(([0-9A-F]{4}),([0-9A-F]{4})\)$/.exec(key);
  if (!tag) continue;
  vrByTag.set(`${tag[1]}${tag[2]}`, entry.vr);
  if (entry.name) tagByKeyword.set(entry.name, `${tag[1]}${tag[2]}`);
}

/** Value representation of a tag (`GGGGEEEE`, upper case) for files that do not carry it; UN where unknown. */
export function vrOfTag(tag: string, pixelsAreSigned: boolean): string {
  const standard = REPEATING_GROUPS.test(tag) ? `${tag.slice(0, 2)}00${tag.slice(4)}` : tag;
  const vr = vrByTag.get(standard);
  if (vr === 'xs') return pixelsAreSigned ? 'SS' : 'US';
  if (vr === 'ox' || vr === 'lt') return 'OW';
  if (vr === 'up') return 'UL';
  return vr && /^[A-Z]{2}$/.test(vr) ? vr : 'UN';
}

/** `PatientName` or `00100010` -> `00100010`; undefined for anything else. */
export function tagOfAttribute(name: string): string | undefined {
  return /^[0-9A-Fa-f]{8}$/.test(name) ? name.toUpperCase() : tagByKeyword.get(name);
}
