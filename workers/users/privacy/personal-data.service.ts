import type { AuditRow } from "#users/audit/audit.store";
import type { PersonalDataStore } from "./personal-data.store";

/** How many entries of the audit one step reads. */
const STEP = 500;

type Timed = Record<string, unknown>;

const iso = (epochMs: unknown) =>
  typeof epochMs === "number" ? new Date(epochMs).toISOString() : null;

/** A row as it is shown: its times as RFC 3339, without whose it is. */
const shown = <Row extends Timed>({ userId: _, ...row }: Row & { userId?: string }): Timed =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, /(^a|A)t$/.test(name) ? iso(value) : value]),
  );

/** What an account holds about its owner. */
export const personalDataService = ({ store }: { store: PersonalDataStore }) => {
  const audit = async (userId: string) => {
    const all: AuditRow[] = [];
    for (let more = true; more; ) {
      const step = await store.audit(userId, all.at(-1)?.id ?? "", STEP);
      all.push(...step);
      more = step.length === STEP;
    }
    return all;
  };

  return {
    /** By the names under which an export shows it; nothing when there is no such account. */
    async personalData(userId: string): Promise<Record<string, unknown>> {
      const [data, entries] = await Promise.all([store.of(userId), audit(userId)]);
      const { account, book, said, sessions, factors, recoveryCodesLeft, links } = data;
      if (!account) return {};
      return {
        account: shown(account),
        addresses: book.map(shown),
        consents: said.map(shown),
        sessions: sessions.map(shown),
        secondFactors: {
          email: iso(factors?.emailAt),
          totp: iso(factors?.totpConfirmedAt),
          recoveryCodesLeft,
        },
        challenges: links.map(shown),
        audit: entries.map(shown),
      };
    },
  };
};
