import { z } from "zod";
import { type Check, type Finding, valueIn, warn } from "#doctor/check";
import { PUBLISHED_MS } from "#workers/users/sessions/key-rotation.service";

const DAY_MS = 24 * 60 * 60 * 1000;
const ROTATION_DAYS = 90;

/** The members of a key that record its rotation. */
const Rotation = z.object({ since: z.number().optional(), former: z.literal(true).optional() });

const old = (days: number) =>
  warn({
    code: "signing_key.old",
    where: "JWT_SIGNING_KEY",
    problem: `The key of access tokens has signed for ${days} days; it is due after ${ROTATION_DAYS}.`,
    action: "Rotate it with: bun run keys <file>",
  });

const formerPublished = () =>
  warn({
    code: "signing_key.former_published",
    where: "JWT_NEXT_KEY",
    problem: "A key that no longer signs is still published.",
    action: "Take the second step of the rotation with: bun run keys <file>",
  });

/** Checks the age of the keys of access tokens, if they record it. */
export const signingKeys: Check = {
  name: "signing-keys",
  needs: ["JWT_SIGNING_KEY", "JWT_NEXT_KEY"],
  run(context): Finding[] {
    const ageMs = (name: string) => {
      const { since, former } = Rotation.parse(JSON.parse(valueIn(context, name)));
      return { former, ms: since === undefined ? 0 : context.now() - since };
    };
    const signing = ageMs("JWT_SIGNING_KEY");
    const next = ageMs("JWT_NEXT_KEY");
    const days = Math.floor(signing.ms / DAY_MS);
    return [
      ...(days > ROTATION_DAYS ? [old(days)] : []),
      ...(next.former && next.ms > 2 * PUBLISHED_MS ? [formerPublished()] : []),
    ];
  },
};
