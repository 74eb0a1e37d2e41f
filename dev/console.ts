import { consoleApp } from "@bodega/console/app";
import { routeDefinitions } from "#api/definitions";
import { forOwnHost } from "#cloud/stand-in";
import { DATABASES } from "#db/databases";
import { DEV_TOKEN } from "#dev/clouds";
import { claimPort } from "#dev/ports";
import { artworkOf } from "#workers/catalog/seed/artwork.rules";

/**
 * Serves the console of a shop in development on loopback, before the shop starts, and has the Workers send
 * their spans to it unless the environment names another receiver.
 */
export const startConsole = async (port: number) => {
  const routes = await routeDefinitions();
  const { fetch, show } = consoleApp({
    databases: DATABASES,
    token: DEV_TOKEN,
    routes: routes.map(({ worker, method, path, access, summary }) => ({
      worker,
      method,
      path,
      access,
      summary,
    })),
    pictureOf: artworkOf,
  });
  const server = claimPort("console", port, (number) =>
    Bun.serve({ hostname: "127.0.0.1", port: number, fetch: forOwnHost(fetch) }),
  );
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT ??= `http://127.0.0.1:${server.port}`;
  return { show };
};
