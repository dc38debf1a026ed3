/** @file The mark of a cell's state: a shape, and its name for those who do not see it. */
import type { LookState } from "./grid-rows.ts";

interface MarkProps {
  readonly state: LookState;
  readonly label: string;
}

export function StateMark({ state, label }: MarkProps) {
  return (
    <span className={`mark mark-${state}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <Shape state={state} />
      </svg>
      <span className="for-readers">, {label}</span>
    </span>
  );
}

function Shape({ state }: { readonly state: LookState }) {
  switch (state) {
    case "supported":
      return <circle cx="6" cy="6" r="3" fill="currentColor" />;
    case "conflicting":
      return (
        <path
          d="M6 1 11.4 10.6H0.6Z M6 4.2v3.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
      );
    case "unsupported":
      return <circle cx="6" cy="6" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case "reported":
      return (
        <>
          <circle cx="6" cy="6" r="3.2" fill="none" stroke="currentColor" strokeWidth="1.2" />
          <path d="M6 2.8a3.2 3.2 0 0 0 0 6.4Z" fill="currentColor" />
        </>
      );
    case "missing":
      return <path d="M3 3l6 6M9 3l-6 6" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />;
    case "absent":
      return <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />;
    case "pending":
      return (
        <path
          d="M2.2 6h.02M6 6h.02M9.8 6h.02"
          stroke="currentColor"
          strokeWidth="1.9"
          strokeLinecap="round"
        />
      );
  }
}
