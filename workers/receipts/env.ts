import { CommonEnv } from "#kernel/env";

export const ReceiptsVars = { ...CommonEnv };

/** The receipts Worker calls no other Worker, and has no database. */
export type ReceiptsEnv = object;
