/** The parts of OHIF's mode definitions that this mode reads or changes; the rest is carried over untouched. */
export interface LayoutInstance {
  id: string;
  props: { leftPanels: readonly string[]; rightPanels: readonly string[]; [other: string]: unknown };
}

export interface ModeContext {
  commandsManager: { runCommand(name: string, options?: Readonly<Record<string, unknown>>): unknown };
  servicesManager: { services: { toolbarService: ToolbarService } };
  [other: string]: unknown;
}

export interface ToolbarService {
  sections?: Readonly<Record<string, string>>;
  register(buttons: readonly unknown[]): void;
  getButtonSection(section: string): readonly { id: string }[] | undefined;
  updateSection(section: string, buttonIds: readonly string[]): void;
}

/** OHIF gives the mode's exit no commands manager. */
export type ModeExitContext = Omit<ModeContext, 'commandsManager'>;

export interface ModeInstance {
  id: string;
  routeName: string;
  routes: readonly { layoutInstance: LayoutInstance; [other: string]: unknown }[];
  extensions: Readonly<Record<string, string>>;
  onModeEnter(this: unknown, context: ModeContext): void;
  onModeExit(this: unknown, context: ModeExitContext): void;
  [other: string]: unknown;
}

export interface ModeDefinition {
  modeInstance: ModeInstance;
}

export type LoadModules = (ids: readonly string[]) => Promise<readonly ModeDefinition[]>;
