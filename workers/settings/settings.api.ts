import { Settings, SettingsPatch } from "#contract/settings";
import { defineRoute } from "#kernel/routes/definition";
import { SETTINGS_EXAMPLE } from "./settings.example.rules";

/** What both routes share. */
const OF_SETTINGS = {
  path: "/v1/admin/settings",
  tag: "admin-shop",
  access: "admin",
  rate: "staff",
  query: null,
  answers: { 200: Settings },
} as const;

export const readSettings = defineRoute({
  ...OF_SETTINGS,
  method: "GET",
  operation: "readSettings",
  summary: "Read the settings of the shop",
  idempotency: "safe",
  body: null,
  problems: [],
  example: { answer: SETTINGS_EXAMPLE },
});

export const changeSettings = defineRoute({
  ...OF_SETTINGS,
  method: "PATCH",
  operation: "changeSettings",
  summary: "Change the settings of the shop",
  description:
    "A JSON merge patch (RFC 7396): a missing member stays. `If-Match` with the `ETag` of a read protects from overwriting the change of another admin. Mails and carts use a change within 30 seconds. Accent and text need a contrast of 4.5:1 on the background. The default country is one of `countries`. `bankTransfer` is replaced as a whole, by an admin whose sign-in is at most ten minutes old (401 `step_up_required`).",
  idempotency: "key",
  body: SettingsPatch,
  problems: ["step_up_required", "conflict", "precondition_failed"],
  example: {
    body: { shopName: "Lantern & Loom", colours: { accent: "#7a1f3d" } },
    answer: SETTINGS_EXAMPLE,
  },
});
