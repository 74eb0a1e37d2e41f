import type { Settings, SettingsPatch } from "#contract/settings";
import { requireRecentSignIn, type User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import { CHANGED_HEADER } from "#kernel/routes/changed-members";
import { entityTag, matchesTag } from "#kernel/routes/etag";
import { changedMembers, inconsistencies, patched } from "./settings.rules";
import type { SettingsStore } from "./settings.store";

interface Dependencies {
  store: SettingsStore;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  /** The settings until the first change. */
  defaults: Settings;
  clock: Clock;
}

interface SettingsChange {
  patch: SettingsPatch;
  request: KeyedRequest | undefined;
  /** The `If-Match` header. */
  ifMatch: string | undefined;
  actor: Pick<User, "signedInAt">;
}

/** Money that buyers transfer goes to this account. */
const isSensitive = (member: string) => member === "bankTransfer";

/** Reads and changes the settings of the shop. */
export const settingsService = ({ store, idempotency, defaults, clock }: Dependencies) => {
  const current = async () => {
    const row = await store.read();
    // A row that is older than a member has its default.
    const settings: Settings = { ...defaults, ...row?.document };
    return { settings, version: row?.version ?? 0 };
  };

  /** Changes the version that it reads, or returns `CONFLICT`. */
  const attempt = async ({ patch, request, ifMatch, actor }: SettingsChange) => {
    const { settings, version } = await current();
    if (ifMatch !== undefined && !matchesTag(ifMatch, await entityTag(JSON.stringify(settings))))
      throw new AppError("precondition_failed", "The settings were changed since they were read.");
    const nowMs = clock.now();
    const document = { ...patched(settings, patch), updatedAt: new Date(nowMs).toISOString() };
    const errors = inconsistencies(document);
    if (errors.length > 0) throw new AppError("validation_failed", undefined, { errors });
    const changed = changedMembers(settings, document);
    if (changed.some(isSensitive)) requireRecentSignIn(actor, nowMs);
    const answer = { status: 200, body: JSON.stringify(document) };
    const finished = request && idempotency.insertFinished(request, answer);
    const saved = await store.save({ document, replaces: version, nowMs, finished });
    if (!saved.ok) return CONFLICT;
    return changed.length > 0
      ? { ...answer, headers: { [CHANGED_HEADER]: changed.join(",") } }
      : answer;
  };

  return {
    read: async (): Promise<Settings> => (await current()).settings,

    /**
     * Applies a merge patch. The gateway has audited the request before, and adds the names of the changed
     * members, which the answer has in an internal header.
     * @throws 400 `validation_failed`, 401 `step_up_required` to change the bank account, 412 `precondition_failed`, 409 `conflict`
     */
    change: (change: SettingsChange): Promise<ReplayableAnswer> =>
      once({
        request: change.request,
        find: async (request) => (await idempotency.find(request))?.answer,
        effect: () => retryOnConflict(() => attempt(change)),
      }),
  };
};
export type SettingsService = ReturnType<typeof settingsService>;
