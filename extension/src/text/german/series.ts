import type { series as english } from '../english/series.ts';

export const series: typeof english = {
  stacks: 'Die Serie enthält {{count}} Stapel; dies ist der mit {{label}}. Nicht gerechnet: {{others}}.',
  sagittal:
    'Die Bilder sind sagittal; die Verfahren lesen sie als {{count}} axiale Schichten, und die Ergebnisse liegen auf den sagittalen Bildern, sobald alle Schichten gerechnet sind. Gesunde Gegenstücke, kippende Bits und die Streuung über Seeds gibt es nur für axiale Serien.',
  coronal:
    'Die Bilder sind koronar; die Verfahren lesen sie als {{count}} axiale Schichten, und die Ergebnisse liegen auf den koronaren Bildern, sobald alle Schichten gerechnet sind. Gesunde Gegenstücke, kippende Bits und die Streuung über Seeds gibt es nur für axiale Serien.',
  noImages: 'Diese Serie hat keine Bilder, die gelesen werden können: Öffnen Sie eine Serie von MR-Bildern.',
  noPixels:
    'Die Pixel einer Schicht konnten nicht gelesen werden: Laden Sie die Studie neu, und versuchen Sie es erneut.',
  noSlope:
    'Eine Schicht nennt eine Rescale Slope von 0, was alle Pixel gleich macht: Die Datei muss zuerst repariert werden.',
  unreadable: 'Die Serie kann nicht gelesen werden.',
};
