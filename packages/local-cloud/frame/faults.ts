import { z } from "zod";
import { type Random, seededRandom } from "./random";

/** Faults that need no knowledge of the vendor. They wrap the call. */
export const WRAPPING_FAULTS = [
  "drop-before",
  "apply-then-drop",
  "delay",
  "error-before",
  "error-after",
  "truncate",
  "rate-limit",
] as const;
/**
 * The kinds of faults. The last three need the vendor's own knowledge, so the stand-in applies them
 * itself.
 */
const FAULT_KINDS = [...WRAPPING_FAULTS, "duplicate", "reorder", "forget"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const FaultRule = z.strictObject({
  match: z
    .strictObject({ method: z.string().optional(), pathPrefix: z.string().optional() })
    .optional(),
  kind: z.enum(FAULT_KINDS),
  /** The share of matching calls that fail, 0 to 1. */
  rate: z.number().min(0).max(1),
  ms: z.number().int().nonnegative().optional(),
  status: z.number().int().min(400).max(599).optional(),
  /** The maximum number of hits. */
  times: z.number().int().positive().optional(),
});
export const FaultPlan = z.strictObject({
  seed: z.number().int().default(1),
  rules: z.array(FaultRule),
});
export type FaultRule = z.infer<typeof FaultRule>;
export type FaultPlan = z.infer<typeof FaultPlan>;

/**
 * The fault switches of one stand-in. The same seed and the same order of calls give the same faults.
 */
export const faultSwitches = () => {
  let seed = 1;
  let armed: { rule: FaultRule; fired: number; random: Random }[] = [];

  return {
    /** Replaces all rules. */
    set(plan: FaultPlan) {
      seed = plan.seed;
      armed = plan.rules.map((rule, index) => ({
        rule,
        fired: 0,
        random: seededRandom(plan.seed + index * 7919),
      }));
    },
    clear() {
      armed = [];
    },
    /** The rules, with the number of times each fired. */
    report: () => ({ seed, rules: armed.map(({ rule, fired }) => ({ ...rule, fired })) }),
    /** Returns the first rule of one of these kinds that hits this call, and counts it as fired. */
    draw(kinds: readonly FaultKind[], call: { method: string; path: string }) {
      for (const entry of armed) {
        const { rule } = entry;
        if (!kinds.includes(rule.kind)) continue;
        if (rule.match?.method && rule.match.method.toUpperCase() !== call.method) continue;
        if (rule.match?.pathPrefix && !call.path.startsWith(rule.match.pathPrefix)) continue;
        if (rule.times !== undefined && entry.fired >= rule.times) continue;
        if (entry.random() >= rule.rate) continue;
        entry.fired += 1;
        return rule;
      }
      return undefined;
    },
  };
};
export type FaultSwitches = ReturnType<typeof faultSwitches>;
