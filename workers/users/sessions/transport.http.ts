import type { Context } from "hono";
import { generateCookie, getCookie } from "hono/cookie";
import { decodeJwt } from "jose";
import type { Tokens } from "#contract/users";
import type { Role } from "#kernel/actor";
import { AppError } from "#kernel/errors";
import { respondReplayable } from "#kernel/mutations/idempotency.http";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import type { AppEnv } from "#kernel/routes/app";
import { lifetimeOf } from "./rotation.rules";

/** The cookie name of each token. `__Host-` restricts it to this host, over TLS. */
const COOKIES = {
  refreshToken: "__Host-bodega-refresh",
  deviceToken: "__Host-bodega-device",
} as const;
type TokenName = keyof typeof COOKIES;
/** How tokens are transported: in the body or in cookies. The default is the body. */
type TokenTransport = "body" | "cookie" | undefined;

/** A refresh token, and whether it was sent in the body or in the cookie. */
interface PresentedToken {
  token: string;
  by: "body" | "cookie";
}

/** The longest permitted lifetime of a cookie (RFC 6265bis §5.5). */
const DEVICE_SECONDS = 400 * 24 * 60 * 60;

const cookie = (name: TokenName, value: string, sameSite: "Lax" | "Strict", maxAge: number) =>
  generateCookie(COOKIES[name], value, {
    path: "/",
    secure: true,
    httpOnly: true,
    sameSite,
    maxAge,
  });

/** The pages that may send a cookie: those of the storefronts and of the shop itself. */
export interface Pages {
  origins: readonly string[];
}

/**
 * Requires that a request with a cookie comes from a page of the shop, because browsers attach cookies to
 * requests of any page. Checks the header Origin, which a page cannot forge, or Sec-Fetch-Site if Origin is
 * missing (OWASP CSRF Prevention Cheat Sheet). A foreign form cannot send JSON either.
 * @throws 403 `csrf_refused`
 */
const requireOwnPage = (c: Context<AppEnv>, { origins }: Pages) => {
  const origin = c.req.header("origin");
  const isOwn =
    origin === undefined
      ? c.req.header("sec-fetch-site") === "same-origin"
      : origins.includes(origin);
  if (!isOwn) throw new AppError("csrf_refused");
};

/** Transports refresh and device tokens: in bodies for apps, in cookies for pages. */
export const transportOf = (pages: Pages) => {
  /** Moves an answer's tokens into cookies that scripts cannot read. */
  const inCookies = (answer: ReplayableAnswer): Response => {
    const { refreshToken, deviceToken, ...shown } = JSON.parse(answer.body) as Tokens & {
      deviceToken?: string;
    };
    const { roles } = decodeJwt<{ roles: Role[] }>(shown.accessToken);
    const sameSite = roles.includes("admin") ? "Strict" : "Lax";
    const response = respondReplayable({ ...answer, body: JSON.stringify(shown) });
    const keep = (name: TokenName, value: string, seconds: number) =>
      response.headers.append("Set-Cookie", cookie(name, value, sameSite, seconds));
    keep("refreshToken", refreshToken, lifetimeOf(roles).idleMs / 1000);
    if (deviceToken) keep("deviceToken", deviceToken, DEVICE_SECONDS);
    return response;
  };

  return {
    /** Answers a sign-in in the requested transport. */
    respondSignedIn: (by: TokenTransport, answer: ReplayableAnswer) =>
      by === "cookie" ? inCookies(answer) : respondReplayable(answer),

    /**
     * Refuses a sign-in that requests cookies from a page of another site, before the sign-in has an
     * effect.
     */
    requireOwnPage(c: Context<AppEnv>, by: TokenTransport) {
      if (by === "cookie") requireOwnPage(c, pages);
    },

    /**
     * Returns the refresh token of a request and its transport, or undefined if the request has no token.
     * @throws 403 `csrf_refused` for a cookie sent by a page of another site
     */
    refreshToken(c: Context<AppEnv>, given: string | undefined): PresentedToken | undefined {
      if (given !== undefined) return { token: given, by: "body" };
      const token = getCookie(c, COOKIES.refreshToken);
      if (token === undefined) return undefined;
      requireOwnPage(c, pages);
      return { token, by: "cookie" };
    },

    /** Returns the device token of a request, if any. */
    deviceToken: (c: Context<AppEnv>, given: string | undefined) =>
      given ?? getCookie(c, COOKIES.deviceToken),

    /** Answers a sign-out, and clears the cookie. */
    respondSignedOut(by: TokenTransport, answer: ReplayableAnswer): Response {
      const response = respondReplayable(answer);
      if (by === "cookie")
        response.headers.append("Set-Cookie", cookie("refreshToken", "", "Lax", 0));
      return response;
    },
  };
};
export type Transport = ReturnType<typeof transportOf>;
