/** @file A dialog over the page; Escape and its button close it, and the keys go back to where they were. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useWords } from "../words/use-words.ts";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Dialog({ title, onClose, children, className = "" }: DialogProps) {
  const { close } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} className={`dialog ${className}`} aria-labelledby={id} onCancel={onClose}>
      <header className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="icon" onClick={onClose} aria-label={close}>
          ×
        </button>
      </header>
      {children}
    </dialog>
  );
}
