import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

export interface Machine {
  processor: string;
  processors: number;
  memoryGiB: number;
  system: string;
  node: string;
  /** Load averages when the run began: more than the processors in use means that others were at work. */
  loadBefore: readonly number[];
  /** Names of graphics devices; empty where there is none. */
  graphics: readonly string[];
  commit: string;
}

export function describeMachine(): Machine {
  const [first] = os.cpus();
  return {
    processor: first?.model.trim() ?? 'unknown',
    processors: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.arch()}`,
    node: process.version,
    loadBefore: os.loadavg(),
    graphics: graphicsDevices(),
    commit: output('git', ['rev-parse', '--short=12', 'HEAD']),
  };
}

/** macOS and Windows always have one; on Linux a driver's device node shows it. */
export function graphicsDevices(): string[] {
  if (process.platform !== 'linux') return [`${os.type()} graphics`];
  const nvidia = fs.existsSync('/dev/nvidia0')
    ? output('nvidia-smi', ['--query-gpu=name,driver_version', '--format=csv,noheader']).split('\n')
    : [];
  const nodes = fs.existsSync('/dev/dri')
    ? fs.readdirSync('/dev/dri').filter((f) => f.startsWith('renderD'))
    : [];
  return nvidia.length ? nvidia.map((line) => line || 'NVIDIA') : nodes;
}

const SOFTWARE_DRIVERS = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib/chromium-browser/vk_swiftshader_icd.json',
];

/** Environment for WebGPU in Node: the vendor's driver, or where there is no device Chromium's software one. */
export function graphicsEnvironment(): NodeJS.ProcessEnv {
  if (graphicsDevices().length || process.env.VK_ICD_FILENAMES) return {};
  const driver = SOFTWARE_DRIVERS.find((file) => fs.existsSync(file));
  return driver ? { VK_ICD_FILENAMES: driver, XDG_RUNTIME_DIR: os.tmpdir() } : {};
}

function output(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
