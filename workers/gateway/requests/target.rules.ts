import { AppError } from "#kernel/errors";
import { isPlainPath, routeOf } from "./prefixes.rules";
import type { Route } from "./route.rules";

/** The route of a request, and its key in the cache. */
export interface Target {
  pathname: string;
  route: Route;
  /** The path of a read that the cache may answer, with sorted parameters; undefined for other requests. */
  read: string | undefined;
  /** The same with a `locale` that the shop has. */
  cacheKey: string | undefined;
  /** See `SpokenRead`. */
  language: string | null;
}

/** Labels of letters, digits, hyphens and underscores, or an IPv6 address in the form of URLs. */
const HOST_NAME = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[\da-f:.]+\])$/;

/**
 * Returns the same key for the same parameters in any order. The catalogue rejects repeated parameters, so
 * the order of values does not matter.
 */
export const cacheKeyOf = ({ pathname, search }: URL) =>
  search === "" ? pathname : `${pathname}?${search.slice(1).split("&").sort().join("&")}`;

/**
 * Returns the target of a request, or undefined if no Worker serves its path.
 * @throws 400 `malformed_request` for a Host header that is not a host name: URLs allow hosts such as
 * `*` and `..`, but the runtime cannot forward a request to them
 */
export const targetOf = ({ method, url: address }: Request): Target | undefined => {
  const url = URL.parse(address);
  if (!url || !HOST_NAME.test(url.hostname))
    throw new AppError("malformed_request", "The Host header is not a host name.");
  const { pathname } = url;
  const route = isPlainPath(pathname) ? routeOf(pathname) : undefined;
  if (!route) return undefined;
  const read = route.cached && method === "GET" ? cacheKeyOf(url) : undefined;
  return { pathname, route, read, cacheKey: read, language: null };
};
