import type { Binding } from "#gateway/env";
import type { EdgeRate } from "#gateway/limits/edge-limits.http";

export interface Route {
  prefix: string;
  to: Binding;
  /** The edge rate class of its requests: an outer bound where one of its routes has an exact class. */
  rate: EdgeRate;
  /** Matches this path alone, and none below it. */
  exact?: true;
  /** Anonymous reads may be answered from the cache. */
  cached?: true;
  /** Only for staff. */
  staff?: true;
  /** Bodies are forwarded while they arrive, in a slot for uploads; any other body once it is complete. */
  upload?: true;
  /** Computes the slow hash of a password, in a slot for hashes. */
  hash?: true;
  /** Staff are admitted as to the back office; other callers see what they own. */
  staffToo?: true;
  /** Reads by staff are audited, because they show personal data. */
  recorded?: true;
  /** Needs no access token, and ignores an expired one, which a page may still send. */
  open?: true;
  /** The largest body, in bytes; 64 KiB without it. */
  bodyMaxBytes?: number;
}

const MIB = 1024 * 1024;

/** The first matching prefix decides. A new endpoint below one of these needs no change here. */
export const ROUTES: readonly Route[] = [
  { prefix: "/.well-known/jwks.json", to: "USERS", rate: "browse", exact: true, open: true },
  { prefix: "/v1/auth/register", to: "USERS", rate: "account", open: true, hash: true },
  { prefix: "/v1/auth/login", to: "USERS", rate: "account", open: true, hash: true },
  { prefix: "/v1/auth/password/reset", to: "USERS", rate: "account", open: true, hash: true },
  { prefix: "/v1/auth", to: "USERS", rate: "account", open: true },
  { prefix: "/v1/me/orders", to: "ORDERS", rate: "account" },
  { prefix: "/v1/me", to: "USERS", rate: "account" },
  { prefix: "/v1/products", to: "CATALOG", rate: "browse", cached: true },
  { prefix: "/v1/categories", to: "CATALOG", rate: "browse", cached: true },
  { prefix: "/v1/search", to: "CATALOG", rate: "search", cached: true },
  { prefix: "/v1/carts", to: "CART", rate: "cart" },
  // An order is placed from a frozen cart, so placing begins there; see docs/architecture.md.
  { prefix: "/v1/orders", to: "CART", rate: "order", exact: true },
  { prefix: "/v1/orders", to: "ORDERS", rate: "lookup", staffToo: true, recorded: true },
  {
    prefix: "/v1/admin/products/import",
    to: "CATALOG",
    rate: "staff",
    staff: true,
    upload: true,
    exact: true,
    bodyMaxBytes: 20 * MIB,
  },
  { prefix: "/v1/admin/products", to: "CATALOG", rate: "staff", staff: true },
  { prefix: "/v1/admin/search", to: "CATALOG", rate: "staff", staff: true },
  { prefix: "/v1/admin/inventory", to: "ORDERS", rate: "staff", staff: true },
  { prefix: "/v1/admin/orders", to: "ORDERS", rate: "staff", staff: true, recorded: true },
  { prefix: "/v1/admin/customers", to: "USERS", rate: "staff", staff: true, recorded: true },
  { prefix: "/v1/admin/staff", to: "USERS", rate: "staff", staff: true, recorded: true },
  { prefix: "/v1/admin/audit", to: "USERS", rate: "staff", staff: true, recorded: true },
  { prefix: "/webhooks", to: "PAYMENTS", rate: "none", open: true, bodyMaxBytes: MIB },
];

/** The route of a path, or undefined. `/v1/me` is not a prefix of `/v1/menu`. */
export const routeOf = (path: string): Route | undefined =>
  ROUTES.find(({ prefix, exact }) =>
    exact ? path === prefix : path === prefix || path.startsWith(`${prefix}/`),
  );

/**
 * Paths that two parsers could read differently are not routed at all: encoded slashes, backslashes and
 * dots, empty segments, a parameter's semicolon (S-SMUGGLE).
 */
export const isPlainPath = (path: string) => !/\/\/|\\|;|%2f|%5c|%2e|%00/i.test(path);
