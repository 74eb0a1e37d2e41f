import type { JournalEntry } from "#cloud/journal";
import { VENDORS, type Vendor } from "#dev/clouds";

type Call = JournalEntry & { vendor: Vendor };

/** Reads the clouds' journals from where they were read last. */
export const journalsOf = (urls: Record<Vendor, string>) => {
  const seen = new Map<Vendor, number>();

  const readOn = async (vendor: Vendor): Promise<Call[]> => {
    const since = seen.get(vendor) ?? 0;
    const answer = await fetch(`${urls[vendor]}/_dev/journal?since=${since}`);
    const { entries } = (await answer.json()) as { entries: JournalEntry[] };
    seen.set(vendor, entries.at(-1)?.seq ?? since);
    return entries.map((entry) => ({ ...entry, vendor }));
  };

  return { readOn: async () => (await Promise.all(VENDORS.map(readOn))).flat() };
};
export type Journals = ReturnType<typeof journalsOf>;

export interface UpstreamCalls {
  /** Calls made for a unit before its answer. */
  perUnit: number;
  /** Calls that followed: queue, capture, mail. */
  laterPerUnit: number;
  byVendor: Record<string, number>;
  /** The share of requests without a call to any cloud. */
  withoutShare: number;
}

/** Counts calls as they are read, so that a long run need not keep them. */
export const callCounter = (tag: string) => {
  const idsWithCalls = new Set<string>();
  const byVendor: Record<string, number> = {};
  let [inRequest, all] = [0, 0];
  return {
    add(calls: readonly Call[]) {
      for (const { vendor, requestId } of calls) {
        all += 1;
        byVendor[vendor] = (byVendor[vendor] ?? 0) + 1;
        if (!requestId?.startsWith(`${tag}-`)) continue;
        inRequest += 1;
        idsWithCalls.add(requestId);
      }
    },
    result: (units: number, requests: number): UpstreamCalls => ({
      perUnit: inRequest / units,
      laterPerUnit: (all - inRequest) / units,
      byVendor: Object.fromEntries(
        Object.entries(byVendor).map(([vendor, calls]) => [vendor, calls / units]),
      ),
      withoutShare: 1 - idsWithCalls.size / requests,
    }),
  };
};
