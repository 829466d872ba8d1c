/** Every word a closed list has on the wire is a word of the domain, and the other way round. */
import { describe, expect, it } from '@jest/globals';
import { closedList, type ClosedList } from '../fields/closed-list.js';
import { file_sluice_ledger_v1_account as accounts } from '../gen/sluice/ledger/v1/account_pb.js';
import { file_sluice_ledger_v1_alert as alerts } from '../gen/sluice/ledger/v1/alert_pb.js';
import { file_sluice_ledger_v1_common as common } from '../gen/sluice/ledger/v1/common_pb.js';
import { file_sluice_ledger_v1_market as markets } from '../gen/sluice/ledger/v1/market_pb.js';
import { file_sluice_ledger_v1_order as orders } from '../gen/sluice/ledger/v1/order_pb.js';
import { file_sluice_ledger_v1_redemption as redemptions } from '../gen/sluice/ledger/v1/redemption_pb.js';
import { file_sluice_ledger_v1_signal as signals } from '../gen/sluice/ledger/v1/signal_pb.js';
import { file_sluice_ledger_v1_transaction as transactions } from '../gen/sluice/ledger/v1/transaction_pb.js';
import { file_sluice_ledger_v1_venue as venues } from '../gen/sluice/ledger/v1/venue_pb.js';
import { alertKinds, alertSeverities } from './alert.codec.js';
import { orderTypes, sides } from './common.codec.js';
import { checkUnits, marketStatuses, refusalCodes, sizingBases } from './decision.codec.js';
import { exposureCloseReasons } from './exposure.codec.js';
import { oracleStatuses } from './market.codec.js';
import { orderCloseReasons } from './order.codec.js';
import { failureReasons, redeemings } from './redemption.codec.js';
import { budgetWindows, oversizeAnswers } from './risk-rules.codec.js';
import { ignoredReasons } from './signal.codec.js';
import { breakerKinds, pauseKinds } from './steering.codec.js';
import { transactionRoutes } from './transaction.codec.js';
import { driftKinds, unreconciledReasons, venueConditions } from './venue.codec.js';

type Words = Pick<ClosedList<string, number>, 'words' | 'stored'>;

const LISTS: Readonly<Record<string, Words>> = {
  AlertKind: alertKinds as Words,
  AlertSeverity: alertSeverities as Words,
  BreakerKind: breakerKinds as Words,
  BudgetWindow: budgetWindows as Words,
  CheckUnit: checkUnits as Words,
  DriftKind: driftKinds as Words,
  ExposureCloseReason: exposureCloseReasons as Words,
  MarketStatus: marketStatuses as Words,
  OracleStatus: oracleStatuses as Words,
  OrderCloseReason: orderCloseReasons as Words,
  OrderType: orderTypes as Words,
  OversizeAnswer: oversizeAnswers as Words,
  PauseKind: pauseKinds as Words,
  Redeeming: redeemings as Words,
  RedemptionFailureReason: failureReasons as Words,
  RefusalCode: refusalCodes as Words,
  Side: sides as Words,
  SignalIgnoredReason: ignoredReasons as Words,
  SizingBasis: sizingBases as Words,
  TransactionRoute: transactionRoutes as Words,
  UnreconciledReason: unreconciledReasons as Words,
  VenueCondition: venueConditions as Words,
};
const files = [accounts, alerts, common, markets, orders, redemptions, signals, transactions];
const enums = [...files, venues].flatMap((file) => file.enums);

describe('a closed list', () => {
  it('exists for every enum of the contracts', () => {
    expect(enums.map(({ name }) => name).sort()).toEqual(Object.keys(LISTS));
  });

  it.each(enums.map((desc) => [desc.name, desc] as const))(
    '%s has the same words',
    (name, desc) => {
      const { words, stored } = LISTS[name] ?? { words: [], stored: () => 0 };
      const prefix = name.replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase();
      const spelled = words.map((word) => [stored(word), `${prefix}_${word.toUpperCase()}`]);
      const onTheWire = desc.values.slice(1).map((value) => [value.number, value.name]);
      expect(spelled.sort()).toEqual(onTheWire.sort());
      expect(desc.values[0]).toMatchObject({ number: 0, name: `${prefix}_UNSPECIFIED` });
    },
  );

  it('stores no two words alike', () => {
    expect(() => closedList({ yes: 1, no: 1 })).toThrow(RangeError);
  });
});
