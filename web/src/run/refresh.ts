/** @file How a part of a run's screen says that the run's record has changed. */
import { createContext, useContext } from "react";

export const RefreshContext = createContext<() => void>(() => undefined);

export function useRefresh(): () => void {
  return useContext(RefreshContext);
}
