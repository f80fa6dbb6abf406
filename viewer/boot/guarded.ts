import { showFailure } from './failure-message.ts';

/**
 * Loads one of our modules for OHIF. OHIF stops without a word when a module fails; this says which one and why.
 * @throws what the module threw, after the message is on the page
 */
export async function guarded<T>(what: string, load: () => Promise<{ readonly default: T }>): Promise<T> {
  try {
    return (await load()).default;
  } catch (error) {
    showFailure(`${what} could not be loaded.`, error);
    throw error;
  }
}
