import type { UsersRpc } from "#contract/users";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { hmacBase64Url } from "#kernel/encoding";
import type { OptOutsStore } from "./opt-outs.store";

interface Dependencies {
  store: OptOutsStore;
  users: Pick<UsersRpc, "smsStopped">;
  /** The key of the digests. */
  secret: string;
  clock: Clock;
}

/** Stops the SMS to phones whose owners have answered STOP. A phone is stored as a keyed digest. */
export const optOutsService = ({ store, users, secret, clock }: Dependencies) => {
  const digestOf = (phone: string) => hmacBase64Url(secret, `phone:${phone}`);
  const hasStopped = async (phone: string) => store.hasStopped(await digestOf(phone));

  const stop = async (phone: string, ref?: string) => {
    await store.stop(await digestOf(phone), { ref, nowMs: clock.now() });
    // An earlier STOP that arrives again after START has no effect.
    if (await hasStopped(phone)) await users.smsStopped(phone, currentTrace());
  };

  return {
    hasStopped,

    /** Stops the SMS to a phone, and ends the consents of its accounts. Safe to repeat. */
    stop: (phone: string) => stop(phone),

    /** Does what the owner of a phone has written. `ref` identifies the text, which may arrive again. */
    async handle({ phone, wants, ref }: { phone: string; wants: "stop" | "start"; ref: string }) {
      if (wants === "stop") return stop(phone, ref);
      await store.resume(await digestOf(phone), { ref, nowMs: clock.now() });
    },
  };
};
export type OptOutsService = ReturnType<typeof optOutsService>;
