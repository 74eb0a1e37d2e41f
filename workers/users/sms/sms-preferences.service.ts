import type { SmsPreferences, SmsPreferencesPatch } from "#contract/users";
import { smsChanged } from "#events/users";
import type { User } from "#kernel/actor";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { aboutUser } from "#users/account-events.rules";
import { jsonAnswer } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { SessionsService } from "#users/sessions/sessions.service";
import type { SmsOptIn, SmsPreferencesStore } from "./sms-preferences.store";

interface Dependencies {
  store: SmsPreferencesStore;
  answers: AnswersService;
  sessions: Pick<SessionsService, "requireStepUp" | "requireActiveSession">;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

const view = ({ smsPhone: phone, smsSince }: SmsOptIn): SmsPreferences => ({
  smsOptIn:
    phone === null || smsSince === null ? null : { phone, since: new Date(smsSince).toISOString() },
});

/** Reads and changes whether an account gets SMS. */
export const smsPreferencesService = (deps: Dependencies) => {
  const { store, answers, sessions, outbox, clock } = deps;

  const stateOf = async (userId: string) => {
    const state = await store.find(userId);
    if (!state) throw new AppError("unauthenticated");
    return state;
  };

  const change = (before: SmsOptIn, phone: string | null, nowMs: number) => {
    const changed: SmsOptIn = {
      ...before,
      smsPhone: phone,
      smsSince: phone === null ? null : nowMs,
      version: before.version + 1,
    };
    const about = { userId: before.id, agreed: phone !== null };
    return { changed, events: [aboutUser(smsChanged, about, nowMs)] };
  };

  return {
    read: async (userId: string) => view(await stateOf(userId)),

    /**
     * Agrees to SMS to a phone, or ends them. Mails the owner.
     * @throws 401 `unauthenticated`, 401 `step_up_required`, 409 `email_unverified`, 409 `conflict` when other
     * requests change the account at the same time
     */
    change: (actor: User, { smsOptIn }: SmsPreferencesPatch, request: KeyedRequest | undefined) =>
      answers.onceWhileActive(actor, request, async (toStored) => {
        if (smsOptIn) await sessions.requireStepUp(actor);
        else await sessions.requireActiveSession(actor);
        const before = await stateOf(actor.userId);
        const phone = smsOptIn?.phone ?? null;
        if (smsOptIn && before.emailVerifiedAt === null) throw new AppError("email_unverified");
        if (phone === before.smsPhone) {
          const answer = jsonAnswer(view(before));
          await answers.storeAlone(await toStored(answer));
          return answer;
        }
        const { changed, events } = change(before, phone, clock.now());
        const answer = jsonAnswer(view(changed));
        const outcome = await store.replace(
          { changed, events, nowMs: clock.now() },
          await toStored(answer),
        );
        requireCommitted(outcome, { account_changed: "conflict" });
        outbox.kick(events);
        return answer;
      }),

    /** Ends the consents of all accounts with a phone whose owner has answered STOP. Safe to repeat. */
    async stopped(phone: string) {
      const nowMs = clock.now();
      for (const before of await store.withPhone(phone)) {
        const { changed, events } = change(before, null, nowMs);
        const outcome = await store.replace({ changed, events, nowMs });
        // A concurrent change of the account: the provider's report is repeated.
        if (!outcome.ok) throw new AppError("conflict");
        outbox.kick(events);
      }
    },
  };
};
export type SmsPreferencesService = ReturnType<typeof smsPreferencesService>;
