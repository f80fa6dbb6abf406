import { expect, jest, test } from '@jest/globals';
import { guardAgainst } from '@lacuna/core/inference/device-loss.ts';

const never = new Promise<never>(() => undefined);

test('what settles first on a living device settles as it does', async () => {
  const guard = guardAgainst(never);
  await expect(guard(() => Promise.resolve(3))).resolves.toBe(3);
  await expect(guard(() => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
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
