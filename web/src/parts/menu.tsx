/** @file A button that shows what belongs to it; a click elsewhere or Escape hides it. */
import { type ReactNode, useEffect, useRef } from "react";

interface MenuProps {
  readonly label: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly opensOnHover?: boolean;
}

export function Menu({ label, children, className = "", opensOnHover = false }: MenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const onPress = ({ target }: Event) => {
      if (target instanceof Node && menu.current?.contains(target) === false) menu.current.open = false;
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== "Escape" || menu.current?.open !== true) return;
      menu.current.open = false;
      menu.current.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", onPress);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPress);
      document.removeEventListener("keydown", onKey);
    };
  }, []);
  return (
    <details
      ref={menu}
      className={`menu ${className}`}
      onPointerEnter={({ pointerType, currentTarget }) => {
        if (opensOnHover && pointerType === "mouse") currentTarget.open = true;
      }}
      onPointerLeave={({ pointerType, currentTarget }) => {
        if (opensOnHover && pointerType === "mouse") currentTarget.open = false;
      }}
    >
      <summary className="button">{label}</summary>
      <div className="menu-sheet">{children}</div>
    </details>
  );
}
