import { beforeEach, expect, jest, test } from '@jest/globals';
import extension, { HOTKEYS, PANEL_ID, TOOLBAR_BUTTONS } from '@lacuna/extension';
import mode from '@lacuna/mode-review';

/** Definitions in the shape of OHIF's own modes; what they really contain is seen in the browser. */
const layoutInstance = {
  id: 'layout',
  props: { leftPanels: ['list'], rightPanels: ['labelmaps'], viewports: ['v'] },
};
const definition = (name: string) => ({
  modeInstance: {
    id: name,
    routeName: name,
    extensions: { '@ohif/extension-default': '^3.0.0' },
    routes: [{ path: 'template', layoutInstance }],
    onModeEnter: jest.fn(),
    onModeExit: jest.fn(),
    isValidMode: () => ({ valid: true }),
  },
});
let segmentation: ReturnType<typeof definition>;
let basic: ReturnType<typeof definition>;
const load = async () => mode.modeFactory({ loadModules: async () => [segmentation, basic] });

beforeEach(() => {
  segmentation = definition('segmentation');
  basic = definition('basic');
});

function context() {
  const toolbarService = {
    register: jest.fn(),
    getButtonSection: () => [{ id: 'Zoom' }],
    updateSection: jest.fn(),
  };
  return { commandsManager: { runCommand: jest.fn() }, servicesManager: { services: { toolbarService } } };
}

test('the mode has its name, route and place for the panel, and keeps what is OHIF’s', async () => {
  const instance = await load();
  expect(mode.id).toBe('@lacuna/mode-review');
  expect(instance).toMatchObject({
    routeName: 'anomaly',
    displayName: 'Anomaly Review',
    modeModalities: ['MR'],
    hide: false,
  });
  expect(instance.extensions).toEqual({ '@ohif/extension-default': '^3.0.0', '@lacuna/extension': '^0.1.0' });
  expect(instance.routes[0]!.layoutTemplate().props).toEqual({
    leftPanels: ['list'],
    rightPanels: [PANEL_ID, 'labelmaps'],
    viewports: ['v'],
  });
  expect(layoutInstance.props.rightPanels).toEqual(['labelmaps']);
});

test('entering uses the basic mode’s set-up, adds the buttons and opens the review', async () => {
  const instance = await load();
  const ctx = context();
  instance.onModeEnter(ctx);
  expect(basic.modeInstance.onModeEnter).toHaveBeenCalledWith(ctx);
  expect(segmentation.modeInstance.onModeEnter).not.toHaveBeenCalled();
  const { toolbarService } = ctx.servicesManager.services;
  expect(toolbarService.updateSection).toHaveBeenCalledWith('primary', [
    'Zoom',
    ...TOOLBAR_BUTTONS.map(({ id }) => id),
  ]);
  expect(ctx.commandsManager.runCommand).toHaveBeenCalledWith('lacuna.openReview');
});

test('OHIF makes no statistics of segments after each change of a threshold', async () => {
  const { modeCustomizations } = await load();
  expect(modeCustomizations['panelSegmentation.disableUpdateSegmentationStats']).toEqual({ $set: true });
});

test('leaving closes the review before OHIF takes its services down', async () => {
  const instance = await load();
  const ctx = context();
  const order: string[] = [];
  ctx.commandsManager.runCommand.mockImplementation((name) => void order.push(String(name)));
  segmentation.modeInstance.onModeExit.mockImplementation(() => void order.push('ohif'));
  instance.onModeEnter(ctx);
  instance.onModeExit(ctx);
  expect(order).toEqual(['lacuna.openReview', 'lacuna.closeReview', 'ohif']);
});

test('every button and key names a command that exists', () => {
  const { definitions } = extension.getCommandsModule(
    {} as Parameters<typeof extension.getCommandsModule>[0],
  );
  const names = [
    ...TOOLBAR_BUTTONS.flatMap(({ props }) => props.commands.map(({ commandName }) => commandName)),
    ...HOTKEYS.map(({ commandName }) => commandName),
    'lacuna.openReview',
    'lacuna.closeReview',
  ];
  expect(names.filter((name) => !(name in definitions))).toEqual([]);
  expect(new Set(HOTKEYS.flatMap(({ keys }) => keys)).size).toBe(HOTKEYS.length);
});

test('without the modes it builds on it says so', async () => {
  await expect(mode.modeFactory({ loadModules: async () => [] })).rejects.toThrow(/segmentation mode/);
});
