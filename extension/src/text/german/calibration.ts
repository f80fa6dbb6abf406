import type { calibration as english } from '../english/calibration.ts';

export const calibration: typeof english = {
  title: 'Kalibrierung',
  of: 'Schwellen aus: {{cohort}}',
  weights: 'den Gewichten',
  cohort: '{{cohort}} ({{cases}} Fälle, {{slices}} Schichten; Datei {{file}})',
  choose: 'Kalibrierungsdatei Ihres Geräts: auswählen oder hier ablegen',
  madeBy: 'Erstellt mit: lacuna calibrate',
  remove: 'Die der Gewichte verwenden',
  tooLarge: 'Die Kalibrierungsdatei ist größer als 1 MiB. Schreiben Sie sie neu mit „lacuna calibrate“.',
  notJson: 'Die Kalibrierungsdatei ist kein JSON. Schreiben Sie sie neu mit „lacuna calibrate“.',
  unreadable: 'Die Kalibrierungsdatei konnte nicht gelesen werden.',
};
