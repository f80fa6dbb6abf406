import { LacunaError } from '../errors.ts';

export interface PixelSettings {
  /** t_s: timestep of the noisier copy, which lacks the anomaly; 0..T-1. */
  tNoisier: number;
  /** t_n: timestep of the less noisy copy, which keeps the anatomy; below t_s. */
  tLessNoisy: number;
  /** w: weight of the guidance by the noisier copy; 0 turns it off. */
  guidance: number;
}

/** @throws LacunaError `invalid-argument` naming the first setting out of range. */
export function checkPixelSettings(settings: PixelSettings, timesteps: number): void {
  const refuse = (rule: string) => {
    throw new LacunaError('invalid-argument', `DiffusionAD settings: ${rule}.`, { ...settings });
  };
  const { tNoisier, tLessNoisy, guidance } = settings;
  if (!Number.isInteger(tLessNoisy) || tLessNoisy < 0)
    refuse('the less noisy timestep must be a whole number from 0');
  if (!Number.isInteger(tNoisier) || tNoisier <= tLessNoisy || tNoisier >= timesteps) {
    refuse(`the noisier timestep must be a whole number above the other one and below ${timesteps}`);
  }
  if (!(guidance >= 0 && guidance <= 10)) refuse('the guidance must lie between 0 and 10');
}
