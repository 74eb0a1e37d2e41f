import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workerVariables } from "#dev/variables";
import type { RouteDescription } from "#kernel/routes/access";
import Orders from "#orders/index";
import Cart from "#workers/cart/index";
import Catalog from "#workers/catalog/index";
import Gateway from "#workers/gateway/index";
import Notifications from "#workers/notifications/index";
import Payments from "#workers/payments/index";
import Users from "#workers/users/index";

const WORKERS = { Gateway, Users, Catalog, Cart, Orders, Payments, Notifications };

const NOWHERE = "http://127.0.0.1:9";

export interface Definition extends RouteDescription {
  worker: string;
  /** Method and path, the name in tests. */
  name: string;
}

const variables = async () => {
  const folder = mkdtempSync(join(tmpdir(), "bodega-routes-"));
  try {
    const clouds = {
      libsql: NOWHERE,
      redis: NOWHERE,
      qstash: NOWHERE,
      typesense: NOWHERE,
      resend: NOWHERE,
      stripe: NOWHERE,
    };
    return await workerVariables({ publicUrl: NOWHERE, clouds, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

type AnyWorker = new (
  ctx: ExecutionContext,
  env: never,
) => { describe(): Promise<{ routes: RouteDescription[] }> };

/**
 * Every route of every Worker, from the route definitions, so that security tests cover a new route
 * at once.
 */
export const routeDefinitions = async (): Promise<Definition[]> => {
  const env = (await variables()) as never;
  const ctx = { waitUntil: () => undefined } as unknown as ExecutionContext;
  const described = Object.entries(WORKERS).map(async ([worker, Worker]) => {
    const { routes } = await new (Worker as unknown as AnyWorker)(ctx, env).describe();
    return routes.map((route) => ({ ...route, worker, name: `${route.method} ${route.path}` }));
  });
  return (await Promise.all(described)).flat();
};
