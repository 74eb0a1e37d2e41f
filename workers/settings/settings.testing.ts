import type { Settings } from "#contract/settings";
import { idempotencyKeys, settings as rows } from "#db/settings/schema";
import { testDatabase } from "#db/testing";
import type { Actor } from "#kernel/actor";
import { as, inCall, movableClock, userActor } from "#kernel/testing";
import { compose } from "./index";

export const admin = userActor("admin");

interface Ask {
  body?: unknown;
  actor?: Actor;
  headers?: Record<string, string>;
}

/** Starts the Worker over a database of its own, with a clock that tests move. */
export const startSettings = async () => {
  const database = await testDatabase("settings");
  const clock = movableClock();
  const env = {
    ENVIRONMENT: "test",
    SETTINGS_DB_URL: database.address.url,
    SETTINGS_DB_TOKEN: database.address.token,
    SHOP_NAME: "Corner Shop",
    MAIL_FROM: "Corner Shop <hello@shop.test>",
  };
  const worker = compose(env, { clock });

  const ask = async (method: string, { body, actor = admin, headers = {} }: Ask = {}) => {
    const request = new Request("http://settings.test/v1/admin/settings", {
      method,
      headers: { ...as(actor), "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await inCall(async () => worker.app.fetch(request));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text || "null") };
  };

  return {
    env,
    worker,
    clock,
    database,
    ask,
    patch: (body: unknown, headers: Record<string, string> = {}) => ask("PATCH", { body, headers }),
    read: async () => (await ask("GET")).body as Settings,
    /** Deletes what earlier tests have changed. */
    async reset() {
      clock.advance(1_000);
      const { write } = database.db;
      await write.batch([write.delete(rows), write.delete(idempotencyKeys)]);
    },
    stop: () => database.stop(),
  };
};
export type SettingsTest = Awaited<ReturnType<typeof startSettings>>;
