import { useState } from 'react';
import { keys } from '../storage/keys';
import { load, save } from '../storage/localStore';

/** Whether wide windows show the members beside the room. */
export function useMembersShown(): [boolean, (isShown: boolean) => void] {
  const [isShown, setIsShown] = useState(() => load(keys.members) !== 'hidden');
  const change = (value: boolean) => {
    setIsShown(value);
    save(keys.members, value ? undefined : 'hidden');
  };
  return [isShown, change];
}
