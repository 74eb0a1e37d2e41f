import type { Binding } from "#gateway/env";
import type { EdgeRate } from "#gateway/limits/edge-limits.http";
import type { Scope } from "#kernel/api-key";

export interface Route {
  prefix: string;
  to: Binding;
  /** The edge rate class of its requests. It is an outer bound for routes with an exact class. */
  rate: EdgeRate;
  /** Matches only this path, and none below it. */
  exact?: true;
  /** Matches only paths of this form. */
  form?: RegExp;
  /** The cache may answer anonymous reads. */
  cached?: true;
  /** Only staff may call it. */
  staff?: true;
  /**
   * Forwards bodies while they arrive, in a slot for uploads. Any other body is forwarded once it is
   * complete.
   */
  upload?: true;
  /** Computes the slow hash of a password, in a slot for hashes. */
  hash?: true;
  /** Admits staff as in the back office. Other callers only see what they own. */
  staffToo?: true;
  /** The scope of all its routes that name one. An API key without it is refused before it is audited. */
  scope?: Scope;
  /** Its scope is for reads: only admins change something. */
  keysOnlyRead?: true;
  /** Audits reads by staff, because they show personal data. */
  recorded?: true;
  /** Treats an invalid access token as that of a guest, instead of 401: a page may still send an expired one. */
  ignoresBadToken?: true;
  /** The largest body in bytes; 64 KiB if missing. */
  bodyMaxBytes?: number;
}

const MIB = 1024 * 1024;

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
  { prefix: "/v1/products", to: "CATALOG", rate: "browse", cached: true },
  { prefix: "/v1/categories", to: "CATALOG", rate: "browse", cached: true },
  { prefix: "/v1/collections", to: "CATALOG", rate: "browse", cached: true },
  { prefix: "/v1/markets", to: "CATALOG", rate: "browse", cached: true, exact: true },
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
  // It also claims orders, which needs accounts, makes carts from orders, and prices exchanges.
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
  {
    prefix: "/v1/admin/products/import",
    to: "CATALOG",
    rate: "staff",
    staff: true,
    scope: "catalog",
    upload: true,
    exact: true,
    bodyMaxBytes: 20 * MIB,
  },
  {
    prefix: "/v1/admin/media",
    to: "CATALOG",
    rate: "staff",
    staff: true,
    scope: "catalog",
    upload: true,
    exact: true,
    bodyMaxBytes: 10 * MIB,
  },
  { prefix: "/v1/admin/media", to: "CATALOG", rate: "staff", staff: true, scope: "catalog" },
  {
    prefix: "/v1/admin/products",
    to: "CATALOG",
    rate: "staff",
    staff: true,
    scope: "catalog",
    // 2,000 variants, or a description of Shopify's length.
    bodyMaxBytes: 2 * MIB,
  },
  {
    prefix: "/v1/admin/attribute-definitions",
    to: "CATALOG",
    rate: "staff",
    staff: true,
    scope: "catalog",
  },
  { prefix: "/v1/admin/variants", to: "CATALOG", rate: "staff", staff: true, scope: "catalog" },
  { prefix: "/v1/admin/categories", to: "CATALOG", rate: "staff", staff: true, scope: "catalog" },
  { prefix: "/v1/admin/collections", to: "CATALOG", rate: "staff", staff: true, scope: "catalog" },
  { prefix: "/v1/admin/jobs", to: "CATALOG", rate: "staff", staff: true, scope: "catalog" },
  {
    prefix: "/v1/admin/reviews",
    to: "CATALOG",
    rate: "staff",
    staff: true,
    scope: "catalog",
    recorded: true,
  },
  {
    prefix: "/v1/admin/price-lists",
    to: "CATALOG",
    rate: "staff",
    staff: true,
    scope: "catalog",
    // 10,000 prices.
    bodyMaxBytes: 2 * MIB,
  },
  {
    prefix: "/v1/admin/customer-groups",
    to: "CATALOG",
    rate: "staff",
    staff: true,
    scope: "catalog",
    // 10,000 members.
    bodyMaxBytes: MIB,
  },
  { prefix: "/v1/admin/markets", to: "CATALOG", rate: "staff", staff: true, scope: "catalog" },
  { prefix: "/v1/admin/search", to: "CATALOG", rate: "staff", staff: true, scope: "catalog" },
  { prefix: "/v1/admin/inventory", to: "ORDERS", rate: "staff", staff: true, scope: "inventory" },
  { prefix: "/v1/admin/relocations", to: "ORDERS", rate: "staff", staff: true, scope: "inventory" },
  { prefix: "/v1/admin/locations", to: "ORDERS", rate: "staff", staff: true, scope: "inventory" },
  // The cart Worker prices the edits of orders.
  {
    prefix: "/v1/admin/orders",
    form: /^\/v1\/admin\/orders\/[^/]+\/edits$/,
    to: "CART",
    rate: "staff",
    staff: true,
    scope: "orders",
    recorded: true,
  },
  {
    prefix: "/v1/admin/orders",
    to: "ORDERS",
    rate: "staff",
    staff: true,
    scope: "orders",
    recorded: true,
  },
  {
    prefix: "/v1/admin/shipments",
    to: "ORDERS",
    rate: "staff",
    staff: true,
    scope: "orders",
    recorded: true,
  },
  {
    prefix: "/v1/admin/returns",
    to: "ORDERS",
    rate: "staff",
    staff: true,
    scope: "orders",
    recorded: true,
  },
  { prefix: "/v1/admin/sagas", to: "ORDERS", rate: "staff", staff: true, scope: "orders" },
  {
    prefix: "/v1/admin/customers",
    to: "USERS",
    rate: "staff",
    staff: true,
    scope: "customers",
    keysOnlyRead: true,
    recorded: true,
  },
  { prefix: "/v1/admin/staff", to: "USERS", rate: "staff", staff: true, recorded: true },
  { prefix: "/v1/admin/api-keys", to: "USERS", rate: "staff", staff: true },
  { prefix: "/v1/admin/audit", to: "USERS", rate: "staff", staff: true, recorded: true },
  // The gateway itself answers, after the users Worker has admitted the staff.
  {
    prefix: "/v1/admin/metrics",
    to: "USERS",
    rate: "staff",
    staff: true,
    scope: "audit",
    exact: true,
  },
  {
    prefix: "/v1/admin/reconciliation",
    to: "PAYMENTS",
    rate: "staff",
    staff: true,
    scope: "orders",
  },
  {
    prefix: "/v1/admin/notifications",
    to: "NOTIFICATIONS",
    rate: "staff",
    staff: true,
    scope: "orders",
    recorded: true,
  },
  // The gateway itself answers here too.
  { prefix: "/v1/admin/events", to: "USERS", rate: "staff", staff: true, scope: "orders" },
  { prefix: "/v1/admin/settings", to: "SETTINGS", rate: "staff", staff: true },
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
