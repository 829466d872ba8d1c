/** Rules of risk that stand in nobody's way, whatever the books of the moment are. */
export const WIDE_RULES = {
  daily_budget_usd: '1000000',
  max_position_size_usd: '1000',
  max_positions_per_market: 100_000,
  max_concurrent_positions: 100_000,
  max_total_exposure_usd: '1000000',
  max_drawdown_pct: '1',
  max_consecutive_losses: 100_000,
  max_spread_pct: '1',
  max_slippage_pct: '1',
  max_signal_age_ms: 600_000,
  max_latency_ms: 600_000,
};
