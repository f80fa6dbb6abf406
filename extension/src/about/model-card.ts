const LIMITS = /^## Limits\s*\n([\s\S]*?)(?=^## |(?![\s\S]))/m;

export interface ModelCard {
  /** Known failures, one each. */
  readonly limits: readonly string[];
  /** The whole card, as it was written. */
  readonly text: string;
}

/** The card that lies beside the weights; undefined where the server has none. */
export async function fetchModelCard(
  address: string,
  signal: AbortSignal,
  load: typeof fetch = fetch,
): Promise<ModelCard | undefined> {
  try {
    const response = await load(address, { signal });
    const isText = /^text\/(markdown|plain)/.test(response.headers.get('content-type') ?? '');
    return response.ok && isText ? readCard(await response.text()) : undefined; // a viewer answers unknown paths with its page
  } catch {
    return undefined; // closed meanwhile, or offline: the manifest's figures are shown all the same
  }
}

export function readCard(text: string): ModelCard {
  const limits = LIMITS.exec(text)?.[1] ?? '';
  return { text, limits: limits.split(/^- /m).map(oneLine).filter(Boolean) };
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
