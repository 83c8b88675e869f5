import type { LucideIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import { IconButton } from './IconButton';
import { Menu } from './Menu';
import type { MenuAction } from './Menu';

interface MenuButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly actions: readonly MenuAction[];
}

/** A button that opens a menu. */
export function MenuButton({ icon, label, actions }: MenuButtonProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <IconButton ref={ref} icon={icon} label={label} aria-haspopup="menu" aria-expanded={isOpen} onClick={() => setIsOpen(true)} />
      {isOpen && ref.current && <Menu label={label} actions={actions} anchor={ref.current} onClose={() => setIsOpen(false)} />}
    </>
  );
}
