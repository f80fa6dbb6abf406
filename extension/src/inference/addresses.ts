/** Where the viewer's own origin serves what the detectors need. */
export const WEIGHTS_PATH = '/lacuna/weights/flair-small/manifest.json';
export const MODEL_CARD_PATH = '/lacuna/weights/flair-small/README.md';
export const ORT_PATH = '/lacuna/ort/';
