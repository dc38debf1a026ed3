/** @file The keys, shown on `?`. */
import { useWords } from "../words/use-words.ts";
import { Dialog } from "./dialog.tsx";

export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  const { keys: words } = useWords();
  return (
    <Dialog title={words.title} onClose={onClose}>
      <dl className="keys">
        {words.list.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
