import type { guard as english } from '../english/guard.ts';

export const guard: typeof english = {
  title: 'Zweifel an der Serie',
  suits: 'Solche Bilder kennt das Modell',
  objection: 'Solche Bilder kennt das Modell nicht; Karten davon führen in die Irre.',
  notKnown: 'Solche Bilder kennt das Modell nicht',
  override: 'Trotzdem rechnen; Exporte vermerken es',
  blocked: 'Solche Bilder kennt das Modell nicht: siehe die Zweifel unter den Knöpfen',
};
