// Entry of `npm start` after the build: `node --import tsx viewer/server/main.ts`.
import { OptionError, optionsFromEnvironment } from './options.ts';
import { startServer } from './server.ts';

try {
  const options = optionsFromEnvironment(process.env);
  const server = await startServer(options);
  const images = server.scans.reduce((sum, scan) => sum + scan.added, 0);
  const unreadable = server.scans.reduce((sum, scan) => sum + scan.unreadable, 0);
  console.log(`Lacuna: ${server.address}`);
  console.log('Research use only. Not for diagnosis.');
  console.log(
    `${images} DICOM objects indexed${unreadable ? `, ${unreadable} unreadable ones left out` : ''}.`,
  );
  if (options.upstream) console.log(`DICOMweb server ${options.upstream.root.href} is at /pacs.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
} catch (error) {
  console.error(error instanceof OptionError ? error.message : error);
  process.exit(1);
}
