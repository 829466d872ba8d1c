/** Which account this executor trades for: it holds the key of that wallet and of no other. */
import type { AccountId } from '@sluice/domain';

export type AccountScope = { readonly accountId: AccountId };
