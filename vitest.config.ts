import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,seed,scripts,test,bench}/**/*.test.ts"],
    reporters: ["default", "./scripts/count-reporter.ts"],
    testTimeout: 20_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/testing/**"],
      reporter: ["text-summary"],
      thresholds: { lines: 80, functions: 80, branches: 70 },
    },
  },
});
