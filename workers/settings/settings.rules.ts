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

type Members = Record<string, unknown>;

/** Returns the names of the members that differ. Their order in a stored document does not matter. */
const namesOfChanged = (before: Members, after: Members) =>
  Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]));

/** Returns the names of changed members, such as `shopName` and `colours.accent`, for the audit. */
export const changedMembers = (before: Settings, after: Settings): string[] => {
  const isGroup = (name: string) => GROUPS.some((group) => group === name);
  const single = namesOfChanged(before, after).filter(
    (name) => name !== "updatedAt" && !isGroup(name),
  );
  const grouped = GROUPS.flatMap((group) =>
    namesOfChanged(before[group], after[group]).map((name) => `${group}.${name}`),
  );
  return [...single, ...grouped];
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
