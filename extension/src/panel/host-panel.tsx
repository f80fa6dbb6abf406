import { Component, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';

/**
 * A component for OHIF's React around a tree of our own React. OHIF's copy is not exported, and hooks of one copy do
 * not work in another; a class without hooks may be rendered by both.
 *
 * The inner root has an element of its own inside the one that OHIF's React makes: OHIF keeps that one after the mode was
 * left, and with it would keep the hundred listeners that React puts on the element of a root and never takes off.
 */
export function hostPanel(content: () => ReactNode) {
  return class HostPanel extends Component {
    private inner: { root: Root; element: HTMLElement } | undefined;

    private readonly attach = (outer: HTMLElement | null): void => {
      this.detach();
      if (!outer) return;
      const element = document.createElement('div');
      element.style.height = '100%';
      outer.append(element);
      const root = createRoot(element);
      this.inner = { root, element };
      root.render(content());
    };

    private detach(): void {
      const { inner } = this;
      this.inner = undefined;
      if (!inner) return;
      inner.element.remove();
      setTimeout(() => inner.root.unmount(), 0); // React forbids unmounting a root while another one renders
    }

    override render() {
      return <div ref={this.attach} style={{ height: '100%', overflow: 'hidden' }} />;
    }
  };
}
