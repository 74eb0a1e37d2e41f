import * as z from "zod";
import { Email } from "#kernel/address/email";

/** How many variants an address can wait for. */
export const ALERTS_MAX = 50;
/** How long an address waits, and how long its alert is kept after the mail was announced, in days. */
export const WAITS_DAYS = 180;
export const ANNOUNCED_KEPT_DAYS = 7;

export const NewStockAlert = z.strictObject({ email: Email }).meta({ id: "NewStockAlert" });
