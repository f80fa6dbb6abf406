import { expect, jest, test } from '@jest/globals';
import { guardAgainst } from '@lacuna/core/inference/device-loss.ts';

const never = new Promise<never>(() => undefined);

test('what settles first on a living device settles as it does', async () => {
  const guard = guardAgainst(never);
  await expect(guard(() => Promise.resolve(3))).resolves.toBe(3);
  await expect(guard(() => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
});

test('a run that failed of the loss, and is heard of before it, tells the loss', async () => {
  let lose!: (reason: string) => void;
  const guard = guardAgainst(new Promise((resolve) => (lose = resolve)));
  const run = guard(() => Promise.reject(new Error('a buffer was unmapped')));
  setTimeout(() => lose('the driver was reset'), 20);
  await expect(run).rejects.toMatchObject({
    code: 'worker-crashed',
    message: expect.stringContaining('driver was reset'),
  });
});

test('loss rejects all that is under way, and whatever comes later, 50 times in a row', async () => {
  for (let i = 0; i < 50; i++) {
    let lose!: (reason: string) => void;
    const guard = guardAgainst(new Promise((resolve) => (lose = resolve)));
    const underWay = [guard(() => never), guard(() => never)];
    lose('the driver was reset');
    for (const run of underWay) await expect(run).rejects.toMatchObject({ code: 'worker-crashed' });
    const later = jest.fn(() => never);
    await expect(guard(later)).rejects.toMatchObject({
      message: expect.stringContaining('driver was reset'),
    });
    expect(later).not.toHaveBeenCalled();
  }
});
