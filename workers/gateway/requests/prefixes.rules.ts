import type { Scope } from "#kernel/api-key";
import { ADMIN_ROUTES } from "./admin-prefixes.rules";
import { MIB, type Route } from "./route.rules";

/**
 * The routes of the shop. The first matching prefix decides. A new endpoint below one of these needs no
 * change.
 */
export const ROUTES: readonly Route[] = [
  {
    prefix: "/.well-known/jwks.json",
    to: "USERS",
    rate: "browse",
    exact: true,
    ignoresBadToken: true,
  },
  { prefix: "/v1/auth/register", to: "USERS", rate: "account", ignoresBadToken: true, hash: true },
  { prefix: "/v1/auth/login", to: "USERS", rate: "account", ignoresBadToken: true, hash: true },
  {
    prefix: "/v1/auth/password/reset",
    to: "USERS",
    rate: "account",
    ignoresBadToken: true,
    hash: true,
  },
  { prefix: "/v1/auth/email/resend", to: "USERS", rate: "account" },
  { prefix: "/v1/auth", to: "USERS", rate: "account", ignoresBadToken: true },
  { prefix: "/v1/me/orders", to: "ORDERS", rate: "account" },
  { prefix: "/v1/me/payment-methods", to: "PAYMENTS", rate: "account" },
  { prefix: "/v1/me/wishlist", to: "CATALOG", rate: "account" },
  { prefix: "/v1/me", to: "USERS", rate: "account" },
  {
    prefix: "/v1/products",
    form: /^\/v1\/products\/[^/]+\/variants\/[^/]+\/back-in-stock$/,
    to: "CATALOG",
    rate: "browse",
    ignoresBadToken: true,
  },
  { prefix: "/v1/products", to: "CATALOG", rate: "browse", cached: true },
  { prefix: "/v1/categories", to: "CATALOG", rate: "browse", cached: true },
  { prefix: "/v1/collections", to: "CATALOG", rate: "browse", cached: true },
  { prefix: "/v1/markets", to: "CATALOG", rate: "browse", cached: true, exact: true },
  { prefix: "/v1/stock-alerts", to: "CATALOG", rate: "browse", ignoresBadToken: true },
  { prefix: "/v1/search", to: "CATALOG", rate: "search", cached: true },
  { prefix: "/v1/feeds", to: "CATALOG", rate: "feed", ignoresBadToken: true },
  { prefix: "/media", to: "CATALOG", rate: "browse", ignoresBadToken: true },
  { prefix: "/v1/carts", to: "CART", rate: "cart" },
  // The cart Worker places orders, from a frozen cart; see docs/architecture.md.
  { prefix: "/v1/orders", to: "CART", rate: "order", exact: true },
  {
    prefix: "/v1/orders/lookup",
    to: "ORDERS",
    rate: "lookup",
    exact: true,
    ignoresBadToken: true,
  },
  // The catalog has the files of digital goods.
  {
    prefix: "/v1/orders",
    form: /^\/v1\/orders\/[^/]+\/downloads$/,
    to: "CATALOG",
    rate: "lookup",
    staffToo: true,
    scope: "orders",
    recorded: true,
  },
  { prefix: "/v1/downloads", to: "CATALOG", rate: "lookup", ignoresBadToken: true },
  // The cart Worker also claims orders, which needs accounts, makes carts from orders, and prices exchanges.
  { prefix: "/v1/orders", form: /^\/v1\/orders\/[^/]+\/claim$/, to: "CART", rate: "lookup" },
  {
    prefix: "/v1/orders",
    form: /^\/v1\/orders\/[^/]+\/(reorder|returns)$/,
    to: "CART",
    rate: "lookup",
    staffToo: true,
    scope: "orders",
    recorded: true,
  },
  {
    prefix: "/v1/orders",
    to: "ORDERS",
    rate: "lookup",
    staffToo: true,
    scope: "orders",
    recorded: true,
  },
  ...ADMIN_ROUTES,
  {
    prefix: "/webhooks/resend",
    to: "NOTIFICATIONS",
    rate: "none",
    exact: true,
    ignoresBadToken: true,
  },
  {
    prefix: "/webhooks/twilio",
    to: "NOTIFICATIONS",
    rate: "none",
    exact: true,
    ignoresBadToken: true,
  },
  { prefix: "/webhooks", to: "PAYMENTS", rate: "none", ignoresBadToken: true, bodyMaxBytes: MIB },
];

/** Returns the route of a path, or undefined. `/v1/me` does not match `/v1/menu`. */
export const routeOf = (path: string): Route | undefined =>
  ROUTES.find(({ prefix, exact, form }) => {
    if (form) return form.test(path);
    return path === prefix || (!exact && path.startsWith(`${prefix}/`));
  });

/** Returns whether a method is one that changes nothing. */
export const isRead = (method: string) => method === "GET" || method === "HEAD";

/** Returns the scope that an API key needs for a method of a route; undefined if no key may use it. */
export const scopeOf = ({ scope, keysOnlyRead }: Route, method: string): Scope | undefined =>
  keysOnlyRead && !isRead(method) ? undefined : scope;

/**
 * Returns whether all parsers read the path the same way. A path with encoded slashes, backslashes or
 * dots, with empty segments or with a semicolon is not routed.
 */
export const isPlainPath = (path: string) => !/\/\/|\\|;|%2f|%5c|%2e|%00/i.test(path);
