/** @file A tool: what a model may call, and what a call gives back. */
import type { Trajectory } from "./episode.ts";
import type { Page } from "./knowledge-base.ts";
import type { ToolSpec, Usage } from "./sampler.ts";

export interface ToolOutput {
  /** What the model reads. */
  readonly content: string;
  /** Pages and excerpts whose text reached the agent through this call: the only evidence a cell may cite. */
  readonly pages?: readonly Page[] | undefined;
  /** The subagents that this call ran, in the order of their subtasks. */
  readonly subagents?: readonly Trajectory[] | undefined;
  /** What models cost that the tool itself called, such as for the summary of a page; subagents count their own. */
  readonly usage?: Usage | undefined;
}

/** What a tool call knows of where it comes from. */
export interface ToolContext {
  /** Id of the call, unique within its agent's turn. */
  readonly callId: string;
  readonly signal: AbortSignal;
}

export interface Tool extends ToolSpec {
  /**
   * `input` is what the model wrote: JSON, but otherwise unchecked. Throws `ToolInputError` for what the model can
   * repair and `FetchError` for what could not be carried out; both become error results.
   * Once `context.signal` is aborted it must settle soon: with what it has, or by throwing.
   */
  call(input: unknown, context: ToolContext): Promise<ToolOutput>;
}
