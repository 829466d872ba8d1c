/** The two dialects in which the venue tells orders and trades over REST. */
import { parseMicro } from '../amounts/micro.js';
import type { VenueRules } from '../rules/venue-rules.js';

type Dialect = VenueRules['dialect'];

type OrderRow = {
  readonly status: string;
  readonly original_size: string;
  readonly size_matched: string;
};

type MakerRow = { readonly matched_amount: string };

type TradeRow = {
  readonly status: string;
  readonly size: string;
  readonly maker_orders: readonly MakerRow[];
};

/** In the prefixed dialect sizes are integers of a millionth; prices stay decimals. */
export const orderIn = <T extends OrderRow>(dialect: Dialect, row: T): T =>
  dialect === 'plain'
    ? row
    : {
        ...row,
        status: `ORDER_STATUS_${row.status}`,
        original_size: millionths(row.original_size),
        size_matched: millionths(row.size_matched),
      };

export const tradeIn = <T extends TradeRow>(dialect: Dialect, row: T): T =>
  dialect === 'plain'
    ? row
    : {
        ...row,
        status: `TRADE_STATUS_${row.status}`,
        size: millionths(row.size),
        maker_orders: row.maker_orders.map((maker) => ({
          ...maker,
          matched_amount: millionths(maker.matched_amount),
        })),
      };

const millionths = (decimal: string): string => parseMicro(decimal).toString();
