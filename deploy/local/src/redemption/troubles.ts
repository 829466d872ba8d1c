/** What goes wrong in the matrix: how each trouble begins, strikes every paid redemption, and ends. */
import type { Recorded } from '@sluice/ports';
import { call } from '../call-service.js';
import { isRelayed, pays, type TroubleName } from './cells.js';
import type { PlacedCell } from './placed-cell.js';
import type { Site } from './site.js';

/** What one trouble does to the cells that are resolved together. */
export type Trouble = {
  /** Before anything is resolved. */
  begin?(): Promise<void>;
  /** Right after the market of a cell was resolved. */
  onResolved?(placed: PlacedCell): Promise<void>;
  /** After each fact; `placed` when it is about the condition of a cell. */
  onFact?(fact: Recorded, placed: PlacedCell | undefined): Promise<void>;
  /** Names of the cells that were struck. */
  readonly struck: ReadonlySet<string>;
};

const COLLATERAL_ADAPTERS = [
  '0xAdA100Db00Ca00073811820692005400218FcE1f',
  '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
];
/** The node's client asks again by itself twice: with three lost answers, we ourselves have to. */
const LOST_ANSWERS = 3;

export function troubleFor(
  name: Exclude<TroubleName, 'none' | 'kill'>,
  site: Site,
  cells: readonly PlacedCell[],
): Trouble {
  const paid = cells.filter(({ cell }) => pays(cell));
  switch (name) {
    case 'missing-approval':
      return missingApproval(site, paid);
    case 'nonce-taken':
      return oneByOne(paid, () =>
        isRelayed(site.walletName)
          ? site.control('POST', '/relayer/trouble', { kind: 'nonce_mismatch', count: 1 })
          : site.control('POST', '/chain/trouble', { kind: 'nonce_taken', count: 1 }),
      );
    case 'rpc-answer-lost': {
      const method = isRelayed(site.walletName)
        ? 'eth_getTransactionReceipt'
        : 'eth_sendRawTransaction';
      const trouble = { kind: 'answer_lost', method, count: LOST_ANSWERS };
      return oneByOne(paid, () => site.control('POST', '/chain/trouble', trouble));
    }
    case 'relayer-answer-lost':
      return oneByOne(paid, () =>
        site.control('POST', '/relayer/trouble', { kind: 'answer_lost', count: 1 }),
      );
    case 'redeemed-elsewhere':
      return redeemedElsewhere(site);
    case 'pays-nothing':
      return paysNothing(site, paid, cells);
    case 'reorg':
      return reorganised(site);
  }
}

/** Armed for one redemption at a time, and again when the one it met is past it. */
function oneByOne(paid: readonly PlacedCell[], arm: () => Promise<unknown>): Trouble {
  const struck = new Set<string>();
  let armed = false;
  const armForNext = async (): Promise<void> => {
    if (armed || struck.size >= paid.length) return;
    armed = true;
    await arm();
  };
  return {
    struck,
    begin: armForNext,
    onFact: async (fact, placed) => {
      if (placed === undefined) return;
      if (fact.type === 'RedemptionSigned' && armed) {
        struck.add(placed.name);
        armed = false;
      } else if (fact.type === 'RedemptionSubmitted' || fact.type === 'RedemptionFailed') {
        await armForNext();
      }
    },
  };
}

function redeemedElsewhere(site: Site): Trouble {
  const struck = new Set<string>();
  return {
    struck,
    onResolved: async ({ cell, name, conditionId }) => {
      if (!pays(cell)) return;
      const by = cell.outcome === 'win' ? 'owner' : 'auto_redeemer';
      await site.control('POST', '/hand/redeem', { wallet: site.wallet, conditionId, by });
      struck.add(name);
    },
  };
}

/**
 * Until every redemption has met it; then a person has each of them tried again. Neg-risk markets are
 * resolved before: what ends them is one of the contracts that do nothing then.
 */
function paysNothing(
  site: Site,
  paid: readonly PlacedCell[],
  cells: readonly PlacedCell[],
): Trouble {
  const struck = new Set<string>();
  let unresolved = cells.filter(({ cell }) => cell.market === 'neg-risk').length;
  const begin = async (): Promise<void> => {
    if (unresolved > 0) return;
    unresolved = Infinity;
    await site.control('POST', '/chain/trouble', { kind: 'pays_nothing' });
  };
  return {
    struck,
    begin,
    onResolved: async ({ cell }) => {
      if (cell.market === 'neg-risk') unresolved -= 1;
      await begin();
    },
    onFact: async (fact, placed) => {
      if (fact.type !== 'RedemptionFailed' || placed === undefined) return;
      if (fact.data.reason !== 'paid_nothing' || struck.has(placed.name)) return;
      struck.add(placed.name);
      if (struck.size < paid.length) return;
      await site.control('DELETE', '/chain/trouble');
      await retryAll(site, paid, 'redeeming pays again');
    },
  };
}

/** Until every redemption has met it; then a person grants what is missing. */
function missingApproval(site: Site, paid: readonly PlacedCell[]): Trouble {
  const struck = new Set<string>();
  let asked = 0;
  return {
    struck,
    begin: async () => {
      for (const spender of COLLATERAL_ADAPTERS) {
        const approval = { wallet: site.wallet, token: 'positions', spender };
        await site.control('POST', '/hand/revoke', approval);
      }
    },
    onFact: async (fact, placed) => {
      if (fact.type === 'WalletActionConfirmed') {
        asked -= 1;
        if (asked === 0) await retryAll(site, paid, 'the approvals are there');
        return;
      }
      if (fact.type !== 'RedemptionFailed' || placed === undefined) return;
      if (fact.data.reason !== 'not_approved' || struck.has(placed.name)) return;
      struck.add(placed.name);
      if (struck.size < paid.length) return;
      const why = { why: 'the redemption matrix took them away' };
      const answer = await call(site.stack, 'redemption', 'POST', '/approve', why);
      const { approvals } = answer as { readonly approvals: readonly unknown[] };
      // The relayer grants them in one go.
      asked = isRelayed(site.walletName) ? 1 : approvals.length;
    },
  };
}

async function retryAll(site: Site, paid: readonly PlacedCell[], why: string): Promise<void> {
  for (const { conditionId } of paid) {
    await call(site.stack, 'redemption', 'POST', `/redemptions/${conditionId}/retry`, { why });
  }
}

/** The block of each redemption is replaced: it returns at once, late, or never. */
function reorganised(site: Site): Trouble {
  const struck = new Set<string>();
  return {
    struck,
    onFact: async (fact, placed) => {
      if (fact.type !== 'RedemptionMined' || placed === undefined) return;
      if (struck.has(placed.name)) return;
      const depth = Number((await site.chain.head()) - fact.data.blockNumber) + 1;
      const transactions = FATES[placed.cell.outcome];
      await site.control('POST', '/chain/trouble', { kind: 'reorg', depth, transactions });
      struck.add(placed.name);
    },
  };
}

const FATES = { win: 'lost', both: 'return', lose: 'late' } as const;
