/**
 * The value of a call that may be refused. A refusal that another Worker must handle is a value in its
 * contract: it survives RPC on every runtime, and the compiler lists the cases. Every other failure is thrown
 * as an AppError.
 */
export type Result<T, Refusal> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const refuse = <Refusal>(refusal: Refusal): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal,
});
