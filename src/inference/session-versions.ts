import { env } from 'onnxruntime-common';

/** Version of the onnxruntime that computes in a browser; part of the key under which a choice is remembered. */
export const ortVersion: string = env.versions.common;
