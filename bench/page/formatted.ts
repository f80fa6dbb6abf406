import fs from 'node:fs';
import { format, resolveConfig } from 'prettier';

/** Writes a file as the project's formatter would, so that a generated page passes its check. */
export async function writeFormatted(file: string, text: string): Promise<void> {
  fs.writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}
