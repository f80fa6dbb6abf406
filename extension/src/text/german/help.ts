import type { help as english } from '../english/help.ts';

export const help: typeof english = {
  title: 'Lesehilfe',
  hint: 'Hinweis',
  gotIt: 'Verstanden',
  'hint-start':
    '„Schicht rechnen“ nimmt die gezeigte Schicht, „Serie rechnen“ alle. Die Bilder bleiben auf diesem Computer.',
  'hint-map':
    'Die Umrisse markieren, was der gesunden Anatomie der Modelle nicht gleicht: Kandidaten, keine Befunde. Ziehen Sie die Schwelle für mehr oder weniger.',
  'hint-regions':
    'Mit {{next}} und {{previous}} durch die Kandidatenregionen gehen; mit {{accept}} annehmen, mit {{reject}} verwerfen. Verworfene kommen nicht in den Export.',
  what: 'Eine Anomaliekarte sagt, wie sehr jedes Pixel von dem abweicht, was ein an gesunder Anatomie trainiertes Modell dort erwartet. Sie sagt nicht, was es ist.',
  threshold:
    'Die Schwelle ist ein Anteil gesunder Hirnpixel: Bei 1 % wäre auch in einem gesunden Gehirn jedes hundertste Pixel markiert. Sie gilt für die Geräte der Kalibrierung; das eigene lässt sich kalibrieren.',
  regions:
    'Kandidatenregionen sind zusammenhängende Markierungen über die Schichten. Fehlalarme sind üblich nahe der Schädelbasis und am Scheitel, am Plexus choroideus und bei Bewegung; kleine, dunkle oder kortikale Auffälligkeiten werden öfter verfehlt.',
  empty: 'Eine Karte ohne Regionen bedeutet kein gesundes Gehirn, und eine nicht gerechnete Schicht sagt es.',
  compare:
    '„Vergleichen“ zeigt Original, beide Verfahren und ihren Konsens nebeneinander. Wo beide übereinstimmen, ist Zufall weniger wahrscheinlich; gemeinsam irren können sie trotzdem.',
  own: 'Sehen Sie zuerst die Bilder an. Das kleine i neben jeder Ebene sagt, womit ihre Karte gemacht ist.',
  keys: 'Tasten',
  keysElsewhere: 'Sie lassen sich in den Einstellungen des Viewers ändern.',
  again: 'Hinweise wieder zeigen',
};
