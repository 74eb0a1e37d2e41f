import { Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { badRequest, Refusal } from "./refusal";

const unavailable = (status: number) =>
  new Refusal(status, {
    code: "SERVER_ERROR",
    description:
      "We are facing some trouble completing your request at the moment. Please try again shortly.",
  });
const tooMany = () =>
  new Refusal(429, {
    code: "BAD_REQUEST_ERROR",
    description: "Request failed. Please try after sometime.",
  });

/** Returns Razorpay's body for an injected failure. */
export const injectedBody = (status: number) => ({
  error: (status === 429 ? tooMany() : unavailable(status)).wire,
});

export const errorResponse = ({ status, wire }: Refusal) =>
  Response.json({ error: wire }, { status });

/** Wraps the app, so that errors of every kind have Razorpay's format. */
export const withRazorpayErrors = (framed: Hono<StandInEnv>) => {
  const app = new Hono<StandInEnv>();
  app.route("/", framed);
  app.notFound(() => errorResponse(badRequest("The requested URL was not found on the server.")));
  app.onError((error) => {
    if (error instanceof Refusal) return errorResponse(error);
    console.error(error);
    return errorResponse(unavailable(500));
  });
  return app;
};
