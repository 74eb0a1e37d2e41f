import type { Binding } from "#gateway/env";
import type { EdgeRate } from "#gateway/limits/edge-limits.http";
import type { Scope } from "#kernel/api-key";

/** Which Worker answers the paths with a prefix, and how the gateway treats their requests. */
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

export const MIB = 1024 * 1024;
