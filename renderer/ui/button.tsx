import './button.css';
import type { ComponentProps, ReactElement } from 'react';

import { Icon, type IconName } from './icon.tsx';
import { tipProps } from './tooltip.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'title' | 'type'> {
  readonly variant?: 'filled' | 'ghost' | 'primary';
  readonly size?: 's' | 'm' | 'l';
  readonly icon?: IconName;
  /** Tooltip text; with `keys` it ends with the key. */
  readonly tip?: string | undefined;
  /** As people read it: `Ctrl I`, `Space`. */
  readonly keys?: string | undefined;
}

/** A push button. Without children it is an icon button and needs `aria-label`. */
export function Button({
  variant = 'filled',
  size = 'm',
  icon,
  tip,
  keys,
  className,
  children,
  ...rest
}: ButtonProps): ReactElement {
  const isIconOnly = children === undefined && icon !== undefined;
  const classes = [
    'btn',
    variant === 'filled' ? '' : variant,
    size === 'm' ? '' : size,
    isIconOnly ? 'icon' : '',
    className ?? '',
  ];
  const label = tip ?? (isIconOnly || keys !== undefined ? rest['aria-label'] : undefined);
  return (
    <button
      {...rest}
      {...tipProps(label ?? (keys === undefined ? undefined : ''), keys)}
      type="button"
      className={classes.filter(Boolean).join(' ')}
    >
      {icon === undefined ? undefined : <Icon name={icon} />}
      {children}
    </button>
  );
}
