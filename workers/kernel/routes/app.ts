import { Hono, type MiddlewareHandler } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { type Actor, actorOf } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { AppError, problemResponse } from "#kernel/errors";
import { logFailure } from "#kernel/failure";
import { currentRoute, ROUTE_HEADER } from "#kernel/sight/operations";

export interface AppEnv {
  Variables: { actor: Actor };
}
export type App = Hono<AppEnv>;

/** Responds to a thrown value with its problem document. Unexpected errors are logged and reveal nothing. */
export const renderError = (thrown: unknown) => {
  logFailure("request.failed", thrown);
  return problemResponse(thrown, currentTrace().requestId);
};

const refuseMethod = (offered: string[]) =>
  renderError(
    new AppError("method_not_allowed", undefined, { headers: { Allow: offered.join(", ") } }),
  );

/** Answers 405 with `Allow`, instead of 404, where a path of the app exists under another method. */
export const rejectOtherMethods = <Env extends AppEnv>(app: Hono<Env>): MiddlewareHandler =>
  methodNotAllowed({ app, onMethodNotAllowed: (_, methods) => refuseMethod(methods) });

/** Returns a Hono app that answers every error, also 404, with a problem document. */
export const newBareApp = <Env extends AppEnv = AppEnv>(): Hono<Env> => {
  const app = new Hono<Env>();
  app.onError(renderError);
  app.notFound(() => renderError(new AppError("not_found")));
  return app;
};

/** Returns the app of a Worker behind the gateway, which names the actor in a header. */
export const newApp = (): App => {
  const app = newBareApp();
  app.use("/*", rejectOtherMethods(app));
  app.use("/*", async (c, next) => {
    c.set("actor", actorOf(c.req.raw.headers));
    await next();
    const pattern = currentRoute();
    if (pattern !== undefined) c.res.headers.set(ROUTE_HEADER, pattern);
  });
  return app;
};
