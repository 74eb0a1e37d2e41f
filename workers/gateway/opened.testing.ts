import Gateway from "./index";
import { platformBindings, quietServices, TEST_VARS } from "./testing";

/** Returns a fetch of a gateway whose Workers answer as `overrides` say. */
export const opened = (overrides: Parameters<typeof quietServices>[0] = {}) => {
  const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const gateway = new Gateway(ctx, {
    ...quietServices(overrides),
    ...platformBindings(),
    ...TEST_VARS,
  });
  return (path: string, init?: RequestInit) =>
    gateway.fetch(new Request(`https://shop.test${path}`, init));
};
