import type { Settings, SettingsPatch } from "#contract/settings";
import { CONTRAST_MIN, contrastOf } from "#kernel/colours";
import type { FieldError } from "#kernel/errors";

/** Members that a patch changes one by one. It replaces all others as a whole. */
const GROUPS = ["colours", "sender", "seller"] as const;

const given = <Members extends object>(members: Members = {} as Members) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** Returns the settings with a merge patch applied (RFC 7396). */
export const patched = (settings: Settings, patch: SettingsPatch): Settings => {
  const groups = GROUPS.map((name) => [name, { ...settings[name], ...given(patch[name]) }]);
  return { ...settings, ...given(patch), ...Object.fromEntries(groups) };
};

const illegible = ({ colours }: Settings): FieldError[] =>
  (["accent", "text"] as const)
    .map((name) => ({ name, contrast: contrastOf(colours[name], colours.background) }))
    .filter(({ contrast }) => contrast < CONTRAST_MIN)
    .map(({ name, contrast }) => ({
      pointer: `/colours/${name}`,
      code: "contrast_too_low",
      message: `Must have a contrast of at least ${CONTRAST_MIN}:1 on the background.`,
      min: CONTRAST_MIN,
      // Rounded down, so that a refused contrast never reads as the minimum.
      contrast: Math.floor(contrast * 100) / 100,
    }));

const unservedDefault = ({ countries, defaultCountry }: Settings): FieldError[] =>
  countries === null || countries.includes(defaultCountry)
    ? []
    : [
        {
          pointer: "/defaultCountry",
          code: "country_not_served",
          message: "Must be one of the countries that the shop delivers to.",
          allowed: countries,
        },
      ];

/** Returns the errors between members, each of which is valid by itself. */
export const inconsistencies = (settings: Settings): FieldError[] => [
  ...illegible(settings),
  ...unservedDefault(settings),
];
