"""Honest baselines: what any method for FLAIR has to beat in the same brain mask.

`intensity` (nothing learnt but landmarks), `autoencoder` (residual of a dense bottleneck), `patchcore`
(distance to a memory of healthy features); `training` is the command, `maps` applies them to a case.
"""

INTENSITY = "baseline-intensity"
NORMALISED = "baseline-normalised-median5"
AUTOENCODER = "baseline-autoencoder"
PATCHCORE = "baseline-patchcore"
BASELINES = (INTENSITY, NORMALISED, AUTOENCODER, PATCHCORE)
