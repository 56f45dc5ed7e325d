import { afterAll } from 'vitest';
import { startXvfb } from '../../electron/runtime/xvfb.ts';

// On Linux each file has a virtual display of its own: the focus, the pointer and the clipboard are nobody else's, so files run side by side.
if (process.platform === 'linux') {
  const virtual = await startXvfb();
  if (!virtual.ok) throw new Error(virtual.error);
  process.env.DISPLAY = virtual.value.display;
  delete process.env.WAYLAND_DISPLAY;
  afterAll(virtual.value.stop);
}
