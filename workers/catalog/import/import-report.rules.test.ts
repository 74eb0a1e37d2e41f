import { expect, test } from "bun:test";
import { importReport } from "#catalog/import/import-report.rules";

test("sorts errors by line", () => {
  const report = importReport();
  for (const line of [4, 2, 3]) report.reportError({ line, message: "is wrong" });
  expect(report.finished().errors.map(({ line }) => line)).toEqual([2, 3, 4]);
});

test("counts further errors when there are more than 10,000", () => {
  const report = importReport();
  for (let line = 2; line < 12_002; line += 1) report.reportError({ line, message: "is wrong" });
  const { errors } = report.finished();
  expect(errors).toHaveLength(10_001);
  expect(errors.at(-1)).toEqual({
    line: 12_001,
    message: "and 2000 errors before it are not listed",
  });
});
