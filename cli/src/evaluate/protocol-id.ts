export const PROTOCOL_IDS = ['native', 'berdiff', 'pddpm', 'medianomaly'] as const;
export type ProtocolId = (typeof PROTOCOL_IDS)[number];
