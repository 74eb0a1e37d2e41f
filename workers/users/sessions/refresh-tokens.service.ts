import { refreshReused } from "#events/users";
import type { Clock } from "#kernel/clock";
import { hmacBase64Url, sha256Hex } from "#kernel/encoding";
import { AppError } from "#kernel/errors";
import type { Outbox } from "#kernel/events/outbox";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import type { ReplayableAnswer } from "#kernel/mutations/once";
import { aboutUser } from "#users/account-events.rules";
import { view } from "#users/account-view.rules";
import type { RefreshedSession } from "#users/credentials.contract";
import { jsonAnswer, NO_CONTENT } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { RefreshTokensStore } from "./refresh-tokens.store";
import { judge } from "./rotation.rules";
import type { SessionsService } from "./sessions.service";

interface Dependencies {
  store: RefreshTokensStore;
  sessions: Pick<SessionsService, "tokensOf">;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
  /** The secret that derives the successor of a refresh token. */
  secret: string;
}

/** Rotates refresh tokens. Each token is used once, and its reuse ends the session. */
export const refreshTokensService = (deps: Dependencies) => {
  const { store, sessions, answers, outbox, clock, secret } = deps;

  /** Derives the successor of a token, so that a repeated refresh returns the same successor. */
  const successorOf = (token: string) => hmacBase64Url(secret, `successor ${token}`);

  /** Ends a session whose token two parties have used, announces the event once, and returns the error. */
  const endReused = async (owner: { sessionId: string; userId: string }, nowMs: number) => {
    const events = [aboutUser(refreshReused, owner, nowMs)];
    const { ok } = await store.endReused({ ...owner, nowMs }, events);
    if (ok) outbox.kick(events);
    return new AppError("refresh_reused");
  };

  return {
    /**
     * Replaces a refresh token by its successor, and answers with the account as a sign-in does.
     * @throws 401 `refresh_invalid`; 401 `refresh_reused`, which ends the session
     */
    refresh: (token: string, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const nowMs = clock.now();
        const successor = await successorOf(token);
        const tokenHash = await sha256Hex(token);
        const successorHash = await sha256Hex(successor);
        const lineage = await store.lineage(tokenHash, successorHash, nowMs);
        const verdict = judge(lineage, nowMs);
        if (!lineage || verdict === "invalid") throw new AppError("refresh_invalid");
        const { sessionId, account } = lineage;
        const userId = account.id;
        if (verdict === "reused") throw await endReused({ sessionId, userId }, nowMs);
        const tokens = await sessions.tokensOf(account, sessionId, successor);
        const answer = jsonAnswer({ user: view(account), ...tokens } satisfies RefreshedSession);
        const stored = await toStored(answer, userId);
        if (verdict === "repeat") {
          const { ok } = await store.repeat({ sessionId, tokenHash, nowMs }, stored);
          if (!ok) throw await endReused({ sessionId, userId }, nowMs);
        } else {
          const outcome = await store.rotate(
            { sessionId, tokenHash, successorHash, nowMs },
            stored,
          );
          requireCommitted(outcome, { session_ended: "refresh_invalid" });
        }
        return answer;
      }),

    /**
     * Ends the session of a refresh token, and accepts unknown tokens. Stores no answer for replay, because
     * every repeat has the same effect and answer, and strangers may send any number of tokens.
     */
    async logout(token: string): Promise<ReplayableAnswer> {
      await store.endByToken(await sha256Hex(token), clock.now());
      return { ...NO_CONTENT, replayed: false };
    },
  };
};
export type RefreshTokensService = ReturnType<typeof refreshTokensService>;
