import type { Jwks } from "#contract/users";
import type { App } from "#kernel/routes/app";
import { jsonWithEtag } from "#kernel/routes/etag";
import { route } from "#kernel/routes/route";
import { readKeys } from "./keys.api";

/** How long clients may cache the public keys. A key is published longer than this before it signs. */
const KEPT_SECONDS = 600;

/** Registers the route /.well-known/jwks.json, which returns the public keys of access tokens. */
export const keyRoutes = (app: App, jwks: Jwks) => {
  route(app, readKeys, (c) =>
    jsonWithEtag(c, jwks, {
      headers: { "Cache-Control": `public, max-age=${KEPT_SECONDS}` },
    }),
  );
};
