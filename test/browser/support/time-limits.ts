import { SLOW } from './slow.ts';

/**
 * How many times its goal a measured time may take before a check fails: three, as nobody knows what else a machine that
 * runs the tests is doing. LACUNA_LENIENT=1 holds the checks to the goals themselves, on a quiet machine.
 */
const LENIENT = Number(process.env.LACUNA_LENIENT ?? 3) * SLOW;

/** The longest time that a check lets pass, for a goal in the same unit. */
export const allowed = (goal: number): number => goal * LENIENT;
