import { Avatar } from '../../ui/Avatar';

interface MentionListProps {
  readonly id: string;
  readonly names: readonly string[];
  readonly chosen: number;
  readonly onChoose: (name: string) => void;
}

/** Who could be meant. The focus stays where the user writes. */
export function MentionList({ id, names, chosen, onChoose }: MentionListProps) {
  return (
    <ul id={id} className="mention-list" role="listbox" aria-label="People">
      {names.map((name, index) => (
        <li
          key={name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className="mention-option"
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(name);
          }}
        >
          <Avatar name={name} size="small" />
          <bdi className="ellipsis">{name}</bdi>
        </li>
      ))}
    </ul>
  );
}
