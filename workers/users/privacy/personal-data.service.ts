import type { AuditRow } from "#users/audit/audit.store";
import type { PersonalDataStore } from "./personal-data.store";

/** The maximum number of audit entries that one query reads. */
const PAGE_SIZE = 500;

type Timed = Record<string, unknown>;

const iso = (epochMs: unknown) =>
  typeof epochMs === "number" ? new Date(epochMs).toISOString() : null;

/** Returns a database row with its times in RFC 3339 and without the account's id. */
const shown = <Row extends Timed>({ userId: _, ...row }: Row & { userId?: string }): Timed =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, /(^a|A)t$/.test(name) ? iso(value) : value]),
  );

/** Collects the personal data of an account for an export. */
export const personalDataService = ({ store }: { store: PersonalDataStore }) => {
  const audit = async (userId: string) => {
    const entries: AuditRow[] = [];
    for (let more = true; more; ) {
      const page = await store.audit(userId, entries.at(-1)?.id ?? "", PAGE_SIZE);
      entries.push(...page);
      more = page.length === PAGE_SIZE;
    }
    return entries;
  };

  return {
    /**
     * Returns the personal data of an account under the names that the export uses. Empty if the account is
     * unknown.
     */
    async personalData(userId: string): Promise<Record<string, unknown>> {
      const [data, entries] = await Promise.all([store.of(userId), audit(userId)]);
      const {
        account,
        addressRows,
        consentRows,
        sessions,
        factors,
        recoveryCodesLeft,
        challengeRows,
        apiKeyRows,
      } = data;
      if (!account) return {};
      return {
        account: shown(account),
        addresses: addressRows.map(shown),
        consents: consentRows.map(shown),
        sessions: sessions.map(shown),
        secondFactors: {
          email: iso(factors?.emailAt),
          totp: iso(factors?.totpConfirmedAt),
          recoveryCodesLeft,
        },
        challenges: challengeRows.map(shown),
        apiKeys: apiKeyRows.map(shown),
        audit: entries.map(shown),
      };
    },
  };
};
