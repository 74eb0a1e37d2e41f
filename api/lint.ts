import { createConfig, lintFromString, type NormalizedProblem } from "@redocly/openapi-core";

/** Returns what Redocly's recommended rules find in an OpenAPI document. */
export const findingsIn = async (text: string): Promise<string[]> => {
  const config = await createConfig({ extends: ["recommended-strict"] });
  const problems = await lintFromString({ source: text, absoluteRef: "openapi.json", config });
  return problems.map(
    ({ ruleId, message, location }: NormalizedProblem) =>
      `${ruleId}: ${message} at ${location[0]?.pointer ?? ""}`,
  );
};
