import { useEffect, useState } from 'react';

import type { RequestArgs } from '../../../shared/ipc/contract.ts';
import { toErrorShape } from '../../../shared/lang/app-error.ts';
import type { StorePlan } from '../../../shared/store/operations.ts';
import { useServices } from '../../state/services.ts';

export interface AskedPlan {
  /** Absent until the plan of exactly these arguments is there. */
  readonly plan: StorePlan | undefined;
  readonly failure: string | undefined;
}

interface Answer extends AskedPlan {
  readonly key: string;
}

/** What an operation would do, asked anew whenever its arguments change. Without arguments nothing is asked. */
export function usePlan(args: RequestArgs<'store.plan'> | undefined): AskedPlan {
  const { client } = useServices();
  const [answer, setAnswer] = useState<Answer>();
  const key = args === undefined ? '' : JSON.stringify(args);
  useEffect(() => {
    if (key === '') return;
    let isCurrent = true;
    const take = (part: AskedPlan): void => {
      if (isCurrent) setAnswer({ key, ...part });
    };
    client.request('store.plan', JSON.parse(key) as RequestArgs<'store.plan'>).then(
      (plan) => take({ plan, failure: undefined }),
      (error: unknown) => take({ plan: undefined, failure: toErrorShape(error).message }),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, key]);
  return answer?.key === key ? answer : { plan: undefined, failure: undefined };
}
