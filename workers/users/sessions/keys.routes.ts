import type { Jwks } from "#contract/users";
import { access } from "#kernel/routes/access";
import type { App } from "#kernel/routes/app";
import { jsonWithEtag } from "#kernel/routes/etag";
import { noQuery } from "#users/replay/idempotency-request.http";

/** How long verifiers may cache the keys. A rotation waits longer. */
const KEPT_SECONDS = 600;

/** /.well-known/jwks.json: the public keys of access tokens. */
export const keyRoutes = (app: App, jwks: Jwks) => {
  app.get("/.well-known/jwks.json", access("public", "browse"), noQuery, (c) =>
    jsonWithEtag(c, jwks, {
      headers: { "Cache-Control": `public, max-age=${KEPT_SECONDS}` },
    }),
  );
};
