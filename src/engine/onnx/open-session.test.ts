import { describe, expect, it } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { GraphBuilder } from "./graph-builder.ts";
import { loadRuntime, openSession } from "./open-session.ts";

describe("openSession", () => {
  it("runs a model that the graph builder wrote", async () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", ["rows", 3]);
    const weight = graph.initializer({
      name: "weight",
      shape: [3, 2],
      values: Float32Array.of(1, 2, 3, 4, 5, 6),
    });
    const product = graph.op("Add", [graph.op("MatMul", [x, weight]), graph.scalar(0.5)]);
    graph.output(product, { name: "y", type: "float32", shape: ["rows", 2] });
    const last = graph.op("Slice", [x, graph.integers([-1]), graph.integers([3]), graph.integers([1])]);
    graph.output(last, { name: "last", type: "float32", shape: ["rows", 1] });
    const session = await openSession(graph.bytes(), { provider: "cpu", threads: 1 });
    const { Tensor } = await loadRuntime();
    const outputs = await session.run({ x: new Tensor("float32", Float32Array.of(1, 0, 2), [1, 3]) });
    expect([...(outputs["y"]?.data ?? [])]).toEqual([11.5, 14.5]);
    expect([...(outputs["last"]?.data ?? [])]).toEqual([2]);
  });

  it("passes on what is wrong with a model", async () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", [2]);
    graph.output(graph.op("NoSuchOperator", [x]), { name: "y", type: "float32", shape: [2] });
    await expect(openSession(graph.bytes(), { provider: "cpu", threads: 1 })).rejects.toThrow(
      "NoSuchOperator",
    );
  });

  it("says so where there is no GPU", async () => {
    const graph = new GraphBuilder();
    const x = graph.input("x", "float32", [2]);
    graph.output(graph.op("Add", [x, x]), { name: "y", type: "float32", shape: [2] });
    const opened = openSession(graph.bytes(), { provider: "webgpu", threads: 1 });
    const outcome = await opened.then(
      () => "opened",
      (error: unknown) => error,
    );
    if (outcome === "opened") return;
    expect(outcome).toBeInstanceOf(ConfigError);
    expect(outcome).toMatchObject({ message: "no WebGPU adapter was found; use provider cpu" });
  });
});
