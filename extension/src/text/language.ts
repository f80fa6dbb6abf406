/** Where OHIF's own preferences keep the language of the interface. */
const OHIF_LANGUAGE_KEY = 'i18nextLng';

/** Language tag to show the interface in: OHIF's, else the browser's. */
export function chosenLanguage(): string {
  try {
    return localStorage.getItem(OHIF_LANGUAGE_KEY) ?? navigator.language;
  } catch {
    return 'en'; // storage is blocked, or there is no browser
  }
}
