/** Shows why the viewer did not start, over whatever is on the page. Text only: nothing here is parsed as HTML. */
export function showFailure(what: string, error: unknown): void {
  const id = 'lacuna-boot-failure';
  if (document.getElementById(id)) return; // the first failure is the cause
  const box = document.createElement('div');
  box.id = id;
  box.setAttribute('role', 'alert');
  box.style.cssText =
    'position:fixed;inset:0;z-index:2147483647;display:flex;flex-direction:column;align-items:center;justify-content:center;' +
    'gap:16px;padding:32px;background:#06101d;color:#e6edf3;font:16px/1.5 system-ui,sans-serif;text-align:center';
  box.append(
    line('h1', 'Lacuna could not start', 'font-size:24px;font-weight:600;margin:0'),
    line('p', what, 'max-width:42em;margin:0'),
    line(
      'p',
      'Reload the page. If the message stays, stop the server, run "npm run build", then "npm start" again.',
      'max-width:42em;margin:0',
    ),
    line('code', detailOf(error), 'max-width:60em;color:#9fb3c8;font-size:13px;overflow-wrap:anywhere'),
    reloadButton(),
  );
  document.body.append(box);
}

function line(tag: string, text: string, style: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  element.style.cssText = style;
  return element;
}

const detailOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

function reloadButton(): HTMLElement {
  const button = line(
    'button',
    'Reload',
    'padding:8px 24px;border:0;border-radius:4px;background:#ffb000;color:#06101d;font:inherit;cursor:pointer',
  );
  button.addEventListener('click', () => location.reload());
  return button;
}
