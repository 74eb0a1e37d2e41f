import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { type Actor, actorOf } from "#kernel/actor";
import { currentTrace } from "#kernel/call";
import { AppError, problemResponse } from "#kernel/errors";
import { logFailure } from "#kernel/failure";

export interface AppEnv {
  Variables: { actor: Actor };
}
export type App = Hono<AppEnv>;

/** The answer of whatever was thrown; what nobody foresaw is logged and shows nothing of itself. */
export const renderError = (thrown: unknown) => {
  logFailure("request.failed", thrown);
  return problemResponse(thrown, currentTrace().requestId);
};

const refuseMethod = (offered: string[]) =>
  renderError(
    new AppError("method_not_allowed", undefined, { headers: { Allow: offered.join(", ") } }),
  );

/** A Hono app with one rendering of errors; 404 and 405 are problem documents too. */
export const newBareApp = (): App => {
  const app = new Hono<AppEnv>();
  app.use(
    "/*",
    methodNotAllowed({ app, onMethodNotAllowed: (_, methods) => refuseMethod(methods) }),
  );
  app.onError(renderError);
  app.notFound(() => renderError(new AppError("not_found")));
  return app;
};

/** The app of a Worker behind the gateway, which tells it who asks. */
export const newApp = (): App => {
  const app = newBareApp();
  app.use("/*", async (c, next) => {
    c.set("actor", actorOf(c.req.raw.headers));
    await next();
  });
  return app;
};
