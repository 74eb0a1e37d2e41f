/** A key that may do some actions, such as `documents:search` or `aliases:*`. */
export interface ApiKey {
  value: string;
  actions: readonly string[];
  description?: string;
  /** Epoch seconds. */
  expiresAt?: number;
}

const NEVER_EXPIRES = 64_723_363_199;
const PREFIX_LENGTH = 4;
const OPERATIONS: Record<string, string> = {
  POST: "create",
  PUT: "upsert",
  PATCH: "update",
  DELETE: "delete",
};

/**
 * Returns the action that a call needs. It follows Typesense's rule: the last noun of the path is the resource,
 * and a verb after it is the operation.
 */
const actionOf = (method: string, path: string) => {
  const parts = path.split("/").filter(Boolean);
  if (parts[0] === "multi_search") return "documents:search";
  const verb = parts[3];
  if (verb === "search" || verb === "import" || verb === "export") return `documents:${verb}`;
  const isDocument = parts[2] === "documents";
  const isOne = parts.length % 2 === 0;
  const reads = isDocument ? "get" : isOne ? "get" : "list";
  return `${isDocument ? "documents" : parts[0]}:${OPERATIONS[method] ?? reads}`;
};

/** Returns a function that says whether a key may make a call. The root key may make every call. */
export const apiKeys =
  (root: string, keys: readonly ApiKey[]) =>
  (given: string, { method, path }: { method: string; path: string }) => {
    if (given === root) return true;
    const key = keys.find(({ value }) => value === given);
    if (!key || (key.expiresAt ?? NEVER_EXPIRES) * 1000 < Date.now()) return false;
    const action = actionOf(method, path);
    const [resource] = action.split(":");
    return key.actions.some((own) => own === "*" || own === action || own === `${resource}:*`);
  };

/** Returns the keys as `GET /keys` lists them: only the first characters, and not the root key. */
export const keyList = (keys: readonly ApiKey[]) =>
  keys.map(({ value, actions, description = "", expiresAt = NEVER_EXPIRES }, id) => ({
    id,
    actions,
    autodelete: false,
    collections: ["*"],
    description,
    expires_at: expiresAt,
    value_prefix: value.slice(0, PREFIX_LENGTH),
  }));
