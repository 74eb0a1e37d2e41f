import { z } from "zod";
import { type Random, seededRandom } from "./random";

/** The faults that wrap a call and work the same for every vendor. */
export const WRAPPING_FAULTS = [
  "drop-before",
  "apply-then-drop",
  "delay",
  "error-before",
  "error-after",
  "truncate",
  "rate-limit",
] as const;
/** All kinds of faults. The last three depend on the vendor, so the vendor's stand-in applies them. */
const FAULT_KINDS = [...WRAPPING_FAULTS, "duplicate", "reorder", "forget"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const FaultRule = z.strictObject({
  match: z
    .strictObject({ method: z.string().optional(), pathPrefix: z.string().optional() })
    .optional(),
  kind: z.enum(FAULT_KINDS),
  /** The share of matching calls that fail, from 0 to 1. */
  rate: z.number().min(0).max(1),
  ms: z.number().int().nonnegative().optional(),
  status: z.number().int().min(400).max(599).optional(),
  /** The maximum number of times that the rule fires. */
  times: z.number().int().positive().optional(),
});
export const FaultPlan = z.strictObject({
  seed: z.number().int().default(1),
  rules: z.array(FaultRule),
});
export type FaultRule = z.infer<typeof FaultRule>;
export type FaultPlan = z.infer<typeof FaultPlan>;

/** Creates the fault switches of one stand-in. The same seed and the same order of calls give the same faults. */
export const faultSwitches = () => {
  let seed = 1;
  let armed: { rule: FaultRule; fired: number; random: Random }[] = [];

  return {
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
    /** Returns the rules with the number of times each has fired. */
    report: () => ({ seed, rules: armed.map(({ rule, fired }) => ({ ...rule, fired })) }),
    /** Returns the first rule of one of these kinds that fires for this call, and counts it. */
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
