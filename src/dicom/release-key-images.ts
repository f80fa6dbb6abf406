import { verifyKeyImage } from './key-image-verifier.ts';
import { type KeyImagesRequest, writeKeyImages, type WrittenKeyImages } from './key-image-writer.ts';
import { discardUnverified } from './release.ts';

/**
 * The only way for key images to leave Lacuna: as `releaseSegmentation`; all of them or none.
 * @param write replaced in tests by a writer with a fault
 * @throws LacunaError `verification-failed` with the findings; nothing is handed out then. And what the writer throws.
 */
export function releaseKeyImages(
  request: KeyImagesRequest,
  write: (request: KeyImagesRequest) => WrittenKeyImages = writeKeyImages,
): WrittenKeyImages {
  const written = write(request);
  if (written.kind === 'empty') return written;
  written.objects.forEach(({ bytes }, i) =>
    discardUnverified(verifyKeyImage(bytes, request.source, request.images[i]!), 'key image'),
  );
  return written;
}
