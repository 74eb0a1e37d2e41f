import type { Context } from "hono";
import { generateCookie, getCookie } from "hono/cookie";
import { decodeJwt } from "jose";
import type { Tokens } from "#contract/users";
import type { Role } from "#kernel/actor";
import type { AppEnv } from "#kernel/app";
import { AppError } from "#kernel/errors";
import { respondReplayable } from "#kernel/idempotency.http";

import type { ReplayableAnswer } from "#kernel/once";
import { lifetimeOf } from "./rotation.rules";

/** Which of the tokens an answer holds lies in which cookie. `__Host-`: of this host alone, over TLS. */
const COOKIES = {
  refreshToken: "__Host-bodega-refresh",
  deviceToken: "__Host-bodega-device",
} as const;
type Held = keyof typeof COOKIES;
/** How tokens travel; in the body unless a request says otherwise. */
type Wanted = "body" | "cookie" | undefined;

/** The longest that browsers keep a cookie (RFC 6265bis §5.5). */
const DEVICE_SECONDS = 400 * 24 * 60 * 60;

const cookie = (held: Held, value: string, sameSite: "Lax" | "Strict", maxAge: number) =>
  generateCookie(COOKIES[held], value, {
    ...{ path: "/", secure: true, httpOnly: true },
    ...{ sameSite, maxAge },
  });

/** The pages that may act with a cookie: the storefronts, and what the shop serves itself. */
export interface Pages {
  origins: readonly string[];
}

/**
 * A browser sends cookies along for whoever asks. So a request that counts on one has to come from a
 * page of the shop: by Origin, which a page cannot forge, or by Sec-Fetch-Site where that is missing
 * (OWASP CSRF Prevention Cheat Sheet). A foreign form cannot send JSON either.
 * @throws 403 `csrf_refused`
 */
const demandOwnPage = (c: Context<AppEnv>, { origins }: Pages) => {
  const origin = c.req.header("origin");
  const isOwn =
    origin === undefined
      ? c.req.header("sec-fetch-site") === "same-origin"
      : origins.includes(origin);
  if (!isOwn) throw new AppError("csrf_refused");
};

/** Tokens by which people stay signed in: in bodies for apps, in cookies for pages. */
export const transportOf = (pages: Pages) => {
  /** Moves an answer's tokens into cookies that no script can read. */
  const inCookies = (told: ReplayableAnswer): Response => {
    const { refreshToken, deviceToken, ...shown } = JSON.parse(told.body) as Tokens & {
      deviceToken?: string;
    };
    const { roles } = decodeJwt<{ roles: Role[] }>(shown.accessToken);
    const sameSite = roles.includes("admin") ? "Strict" : "Lax";
    const answer = respondReplayable({ ...told, body: JSON.stringify(shown) });
    const keep = (held: Held, value: string, seconds: number) =>
      answer.headers.append("Set-Cookie", cookie(held, value, sameSite, seconds));
    keep("refreshToken", refreshToken, lifetimeOf(roles).idleMs / 1000);
    if (deviceToken) keep("deviceToken", deviceToken, DEVICE_SECONDS);
    return answer;
  };

  return {
    /** Answers a sign-in in the transport that it asked for. */
    opened: (by: Wanted, told: ReplayableAnswer) =>
      by === "cookie" ? inCookies(told) : respondReplayable(told),

    /** Refuses a sign-in into a cookie that no page of the shop asked for, before it has an effect. */
    demandOwnPage(c: Context<AppEnv>, by: Wanted) {
      if (by === "cookie") demandOwnPage(c, pages);
    },

    /**
     * The refresh token of a request, and how it came.
     * @throws 400 without one, 403 `csrf_refused` for a cookie that another page sends
     */
    refreshToken(c: Context<AppEnv>, given: string | undefined) {
      if (given !== undefined) return { token: given, by: "body" as const };
      const token = getCookie(c, COOKIES.refreshToken);
      if (token === undefined) {
        const message = "is needed, here or in its cookie";
        throw new AppError("validation_failed", undefined, {
          errors: [{ pointer: "/refreshToken", message }],
        });
      }
      demandOwnPage(c, pages);
      return { token, by: "cookie" as const };
    },

    /** The device's token, if it has one. */
    deviceToken: (c: Context<AppEnv>, given: string | undefined) =>
      given ?? getCookie(c, COOKIES.deviceToken),

    /** Answers, and has a browser forget its refresh token. */
    closed(by: Wanted, told: ReplayableAnswer): Response {
      const answer = respondReplayable(told);
      if (by === "cookie")
        answer.headers.append("Set-Cookie", cookie("refreshToken", "", "Lax", 0));
      return answer;
    },
  };
};
export type Transport = ReturnType<typeof transportOf>;
