/**
 * @file The limits that compact policies learn and work under. An agent's context is counted in tokens of what the tools
 * wrote, of which the compact form is about a third where reports are laid out, and about the whole where pages are read.
 */
export const compactLimits = {
  lead: { maxTurns: 8, maxContextTokens: 4096, maxTurnTokens: 256 },
  subagent: { maxTurns: 8, maxContextTokens: 4096, maxTurnTokens: 256 },
  single: { maxTurns: 24, maxContextTokens: 1100, maxTurnTokens: 256 },
};
