/** The layers, left to right: a folder of src/ imports only folders to its left. */
const LAYERS = [
  "util",
  "core",
  "table",
  "run",
  "engine",
  "llm",
  "fetch",
  "kb",
  "tools",
  "evidence",
  "export",
  "agent",
  "telemetry",
  "eval",
  "baselines",
  "data",
  "train",
  "testing",
  "service",
  "serve",
  "tui",
  "cli",
];

const looksLeft = LAYERS.map((layer, index) => ({
  name: `${layer}-looks-left`,
  severity: "error",
  from: { path: `^src/${layer}/`, pathNot: "\\.test\\.ts$" },
  to: { path: `^src/(${LAYERS.slice(index + 1).join("|") || "(?!)"})/` },
}));

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "known-layer",
      comment: "A new folder of src/ needs its place in the line.",
      severity: "error",
      from: { path: "^src/(?!index\\.ts)", pathNot: `^src/(${LAYERS.join("|")})/` },
      to: {},
    },
    {
      name: "src-stands-alone",
      severity: "error",
      from: { path: "^src/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(seed|scripts|bench|recipes|test)/" },
    },
    ...looksLeft,
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  },
};
