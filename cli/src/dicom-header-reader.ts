import type { HeaderReader } from '@lacuna/core/imaging/read-sequence-headers.ts';
import type { DataSet } from 'dicom-parser';
import { decimal } from './dicom-numbers.ts';

type Kind = 'text' | 'decimal' | 'double' | 'short';

/** Attributes that tell sequences and sub-series apart. */
const ATTRIBUTES: Readonly<Record<string, readonly [tag: string, kind: Kind]>> = {
  ImageType: ['x00080008', 'text'],
  Manufacturer: ['x00080070', 'text'],
  SeriesDescription: ['x0008103e', 'text'],
  FrameType: ['x00089007', 'text'],
  ComplexImageComponent: ['x00089208', 'text'],
  AcquisitionContrast: ['x00089209', 'text'],
  ContrastBolusAgent: ['x00180010', 'text'],
  ScanningSequence: ['x00180020', 'text'],
  SequenceVariant: ['x00180021', 'text'],
  ScanOptions: ['x00180022', 'text'],
  SequenceName: ['x00180024', 'text'],
  RepetitionTime: ['x00180080', 'decimal'],
  EchoTime: ['x00180081', 'decimal'],
  InversionTime: ['x00180082', 'decimal'],
  EchoNumbers: ['x00180086', 'decimal'],
  EchoTrainLength: ['x00180091', 'decimal'],
  ProtocolName: ['x00181030', 'text'],
  FlipAngle: ['x00181314', 'decimal'],
  PulseSequenceName: ['x00189005', 'text'],
  InversionTimes: ['x00189079', 'double'],
  EffectiveEchoTime: ['x00189082', 'double'],
  DiffusionBValue: ['x00189087', 'double'],
  TemporalPositionIdentifier: ['x00200100', 'decimal'],
  TemporalPositionIndex: ['x00209128', 'short'],
};

/** @param find gives what holds an attribute: a functional group of a frame or the file itself */
export function headerReader(find: (tag: string) => DataSet | undefined): HeaderReader {
  return {
    texts(keyword) {
      const [tag] = ATTRIBUTES[keyword] ?? [];
      const text = tag === undefined ? undefined : find(tag)?.string(tag)?.slice(0, 256).trim();
      return text ? text.split('\\').map((part) => part.trim()) : undefined;
    },
    number(keyword) {
      const [tag, kind] = ATTRIBUTES[keyword] ?? [];
      const holder = tag === undefined ? undefined : find(tag);
      if (!holder || tag === undefined) return undefined;
      if (kind === 'decimal') return decimal(holder, tag);
      const element = holder.elements[tag]!;
      const size = kind === 'double' ? 8 : 4;
      if (element.length < size || element.dataOffset + size > holder.byteArray.length) return undefined;
      const value = kind === 'double' ? holder.double(tag) : holder.uint32(tag);
      return Number.isFinite(value) ? value : undefined;
    },
  };
}
