import { Component, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';

/**
 * A component for OHIF's React around a tree of our own React. OHIF's copy is not exported, and hooks of one copy do
 * not work in another; a class without hooks may be rendered by both. The inner root lives as long as the element.
 */
export function hostPanel(content: () => ReactNode) {
  return class HostPanel extends Component {
    private root: Root | undefined;

    private readonly attach = (element: HTMLElement | null): void => {
      const { root } = this;
      this.root = undefined;
      if (root) setTimeout(() => root.unmount(), 0); // React forbids unmounting a root while another one renders
      if (!element) return;
      this.root = createRoot(element);
      this.root.render(content());
    };

    override render() {
      return <div ref={this.attach} style={{ height: '100%', overflow: 'hidden' }} />;
    }
  };
}
