import type { Settings, SettingsRpc } from "#contract/settings";
import { DependencyError } from "#kernel/errors";
import { stubRpc } from "#kernel/testing";
import { defaultSettings } from "./defaults.rules";

/** The settings of a shop that has changed none. */
export const DEFAULTS: Settings = defaultSettings({
  SHOP_NAME: "Corner Shop",
  SHOP_CURRENCY: "EUR",
  SHOP_COUNTRY: "DE",
  MAIL_FROM: { name: "Corner Shop", email: "hello@shop.test" },
});

/** Returns the settings Worker in memory. A test changes `current`, or makes it fail by `isDown`. */
export const inMemorySettings = () => {
  const state = { current: DEFAULTS, isDown: false };
  const rpc = stubRpc<SettingsRpc>("settings", {
    settings: async () => {
      if (state.isDown) throw new DependencyError("libsql");
      return state.current;
    },
  });
  return { state, rpc };
};
