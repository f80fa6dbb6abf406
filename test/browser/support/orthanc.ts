import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const PROGRAMS = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc', '/usr/local/bin/Orthanc'];
const PLUGIN_FOLDERS = ['/usr/share/orthanc/plugins', '/usr/local/share/orthanc/plugins'];
const START_LIMIT_MS = 60_000;

export interface Orthanc {
  /** DICOMweb root, without a trailing slash. */
  readonly dicomWebUrl: string;
  /** Stores a Part-10 file through Orthanc's own interface. */
  upload(file: string): Promise<void>;
  /** The files of every instance of a modality, as Orthanc gives them back. */
  instancesOf(modality: string): Promise<Uint8Array[]>;
  stop(): Promise<void>;
}

/** Whether Orthanc and its DICOMweb plugin are installed. */
export function findOrthanc(): { program: string; plugin: string } | undefined {
  const program = PROGRAMS.find((file) => fs.existsSync(file));
  const plugin = PLUGIN_FOLDERS.map((folder) => path.join(folder, 'libOrthancDicomWeb.so')).find((file) =>
    fs.existsSync(file),
  );
  return program && plugin ? { program, plugin } : undefined;
}

/** An empty Orthanc on a free loopback port, a test fixture and nothing more; its storage is removed on stop. */
export async function startOrthanc({
  program,
  plugin,
  user,
}: {
  program: string;
  plugin: string;
  /** Without it anyone may ask. */
  user?: { name: string; password: string };
}): Promise<Orthanc> {
  const headers: Record<string, string> = user
    ? { authorization: `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}` }
    : {};
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-orthanc-'));
  const port = await freePort();
  fs.writeFileSync(
    path.join(folder, 'orthanc.json'),
    JSON.stringify({
      Name: 'LACUNA-TEST',
      StorageDirectory: path.join(folder, 'storage'),
      IndexDirectory: path.join(folder, 'storage'),
      HttpPort: port,
      DicomServerEnabled: false,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: user !== undefined,
      RegisteredUsers: user ? { [user.name]: user.password } : {},
      Plugins: [plugin],
      DicomWeb: { Enable: true, Root: '/dicom-web/' },
    }),
  );
  const child = spawn(program, [path.join(folder, 'orthanc.json')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const up = await fetch(`${address}/dicom-web/studies`, { headers }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('Orthanc did not start.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const answer = async (route: string, init?: RequestInit) => {
    const response = await fetch(`${address}${route}`, { ...init, headers });
    if (!response.ok) throw new Error(`Orthanc answered ${response.status} to ${route}`);
    return response;
  };
  return {
    dicomWebUrl: `${address}/dicom-web`,
    async upload(file) {
      await answer('/instances', { method: 'POST', body: new Uint8Array(fs.readFileSync(file)) });
    },
    async instancesOf(modality) {
      const query = { Level: 'Series', Query: { Modality: modality }, Expand: true };
      const found = (await (
        await answer('/tools/find', { method: 'POST', body: JSON.stringify(query) })
      ).json()) as { Instances: string[] }[];
      const files = found.flatMap(({ Instances }) => Instances).map((id) => answer(`/instances/${id}/file`));
      return Promise.all(files.map(async (file) => new Uint8Array(await (await file).arrayBuffer())));
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
