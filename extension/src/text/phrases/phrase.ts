/**
 * A sentence, or a part of one, that the core may say, and the German for it. `{{0}}`, `{{1}}` stand for what varies;
 * where that is a sentence of its own, it is looked up as well.
 */
export type Phrase = readonly [english: string, german: string];
