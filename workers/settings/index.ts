import { WorkerEntrypoint } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { SettingsRpc } from "#contract/settings";
import { connect } from "#db/client";
import { idempotencyKeys } from "#db/settings/schema";
import type { Trace } from "#kernel/call";
import { type Clock, systemClock } from "#kernel/clock";
import { entrypoint } from "#kernel/entrypoint";
import { parseEnv } from "#kernel/env";
import { idempotencyOf } from "#kernel/mutations/idempotency";
import { newApp } from "#kernel/routes/app";
import { defaultSettings } from "./defaults.rules";
import { type SettingsEnv, SettingsVars } from "./env";
import { settingsRoutes } from "./settings.routes";
import { settingsService } from "./settings.service";
import { settingsStore } from "./settings.store";

/** Dependencies that tests replace. */
interface Overrides {
  clock?: Clock;
}

export const compose = (env: SettingsEnv, { clock = systemClock }: Overrides = {}) => {
  const vars = parseEnv("settings", SettingsVars, env);
  const db = connect({ url: vars.SETTINGS_DB_URL, token: vars.SETTINGS_DB_TOKEN });
  const store = settingsStore({ db });
  const settings = settingsService({
    store,
    idempotency: idempotencyOf({ db, table: idempotencyKeys }),
    defaults: defaultSettings(vars),
    clock,
  });
  const app = newApp();
  settingsRoutes(app, settings);
  return {
    app,
    version: vars.VERSION,
    checks: [{ name: "libsql", ask: () => db.read.run(sql`select 1`) }],
    settings,
    sweep: () => store.prune(clock.now()),
  };
};

export default class SettingsWorker
  extends entrypoint(WorkerEntrypoint<SettingsEnv>, "settings", compose)
  implements SettingsRpc
{
  settings(trace: Trace) {
    return this.run("settings", trace, ({ settings }) => settings.read());
  }
}
