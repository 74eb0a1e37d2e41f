import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { r2Binding } from "#cloud/r2/binding";
import { migrateAll } from "#db/migrate";
import { startClouds } from "#dev/clouds";
import { seedShop } from "#dev/seed";
import { workerVariables } from "#dev/variables";
import Orders from "#orders/index";
import { freePorts } from "#tests/free-ports";
import Cart from "#workers/cart/index";
import Catalog from "#workers/catalog/index";
import Gateway from "#workers/gateway/index";
import { platformBindings } from "#workers/gateway/testing";
import Notifications from "#workers/notifications/index";
import Payments from "#workers/payments/index";
import Receipts from "#workers/receipts/index";
import Settings from "#workers/settings/index";
import Users from "#workers/users/index";
import { clientOf, cloudsAt } from "./system";

type Variables = Record<string, string>;
type AnyWorker = new (ctx: ExecutionContext, env: never) => object;

/** Runs work that a Worker passes to `waitUntil` in the background. */
const CONTEXT = { waitUntil: () => undefined } as unknown as ExecutionContext;

/**
 * Returns a function that creates the gateway, bound to the other eight Workers in this process as
 * `wrangler.toml` says.
 */
const bound = (variables: Variables) => {
  const opened = <T extends object>(Worker: unknown, bindings: Record<string, object> = {}) =>
    new (Worker as AnyWorker)(CONTEXT, { ...variables, ...bindings } as never) as T;
  const SETTINGS = opened<Settings>(Settings);
  const RECEIPTS = opened<Receipts>(Receipts);
  const PAYMENTS = opened<Payments>(Payments);
  const ORDERS = opened<Orders>(Orders, { PAYMENTS, SETTINGS });
  const USERS = opened<Users>(Users, { ORDERS, SETTINGS });
  const { R2_URL = "", R2_TOKEN = "" } = variables;
  const MEDIA = r2Binding({ url: R2_URL, token: R2_TOKEN, bucket: "media" });
  const CATALOG = opened<Catalog>(Catalog, { ORDERS, MEDIA });
  const CART = opened<Cart>(Cart, { CATALOG, ORDERS, USERS, SETTINGS });
  const NOTIFICATIONS = opened<Notifications>(Notifications, { USERS, ORDERS, SETTINGS });
  const owners = { USERS, CATALOG, CART, ORDERS, PAYMENTS, NOTIFICATIONS, SETTINGS, RECEIPTS };
  const services = { ...owners, ...platformBindings() };
  return (changes: Variables = {}) =>
    opened<Gateway>(Gateway, { ...services, ...changes } as never);
};

/**
 * Starts the whole seeded shop in this process, over the real stand-ins. For tests that fire the
 * cron often and change rows between two runs, without a production runtime.
 */
export const startProcessShop = async () => {
  const folder = mkdtempSync(join(tmpdir(), "bodega-process-"));
  const ports = freePorts();
  const clouds = await startClouds({ folder: ":memory:", ports });
  const publicUrl = `http://127.0.0.1:${ports.shop}`;
  const variables = await workerVariables({ publicUrl, clouds: clouds.urls, folder });
  await migrateAll(variables);
  await seedShop(variables, () => undefined);

  const gatewayWith = bound(variables);
  let gateway = gatewayWith();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: ports.shop,
    fetch: (request) => gateway.fetch(request),
  });

  return {
    ...cloudsAt(clouds.urls),
    clouds,
    variables,
    ask: clientOf(publicUrl),
    fireCron: () => gateway.scheduled({ cron: "" }),
    /** Replaces the gateway by one with these variables. */
    redeploy(changes: Variables = {}) {
      gateway = gatewayWith(changes);
    },
    async stop() {
      await server.stop(true);
      await clouds.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type ProcessShop = Awaited<ReturnType<typeof startProcessShop>>;
