import type { readiness as english } from '../english/readiness.ts';

export const readiness: typeof english = {
  loading: 'Das Modell wird geladen',
  loadingMb: 'Das Modell wird geladen: {{loaded}} von {{total}} MB',
  settingUp: 'Das Modell ist da und wird eingerichtet.',
  warming: 'Das Modell läuft sich warm; es kann schon gerechnet werden.',
  restarting: '{{reason}} Ein neuer Arbeitsprozess startet und rechnet dort weiter.',
  recovered: '{{reason}} Ein neuer Arbeitsprozess hat übernommen; fertige Ergebnisse bleiben.',
  fellBack:
    '{{reason}} Ein neuer Arbeitsprozess rechnet mit WebAssembly weiter, was länger dauern kann; fertige Ergebnisse bleiben.',
  recalled_one:
    '{{count}} Ergebnis von vorhin wird wieder gezeigt, mit allem, was entschieden und gezeichnet wurde.',
  recalled_other:
    '{{count}} Ergebnisse von vorhin werden wieder gezeigt, mit allem, was entschieden und gezeichnet wurde.',
  missing_one: '{{count}} von {{total}} Ergebnissen fehlt.',
  missing_other: '{{count}} von {{total}} Ergebnissen fehlen.',
  keptOf: '{{done}} von {{total}} Ergebnissen waren fertig und bleiben.',
  offline:
    'Dieser Computer ist offline. Das Modell ist da; Bilder, die noch nicht gelesen wurden, sind es nicht.',
  offlineWithout:
    'Dieser Computer ist offline. Verbinden Sie ihn mit dem Netz, wenn das Modell nicht geladen wird.',
  unreadable: 'Ein Bild der Serie konnte nicht vom Server gelesen werden ({{reason}}).',
  noAnswer: 'keine Antwort',
  again: 'Erneut versuchen',
  goOn: 'Weiter',
  adviseWeights:
    'Ohne dieses Modell kann nichts gerechnet werden. Versuchen Sie es erneut; bleibt es dabei, bitten Sie, wer diesen Server betreut, es zu installieren.',
  adviseMemory: 'Bleibt es dabei, laden Sie die Seite neu: auch das gibt Speicher frei.',
  adviseServer: 'Versuchen Sie es erneut, sobald der Server antwortet.',
  adviseWorker: 'Versuchen Sie es erneut; geschieht es wieder, laden Sie die Seite neu.',
  adviseBackend:
    'Versuchen Sie es erneut; bleibt es dabei, laden Sie die Seite neu oder nehmen Sie einen anderen Browser.',
  adviseAgain: 'Versuchen Sie es erneut, oder laden Sie die Seite neu.',
};
