/** POST /signals: the door through which every signal comes. */
import { Body, Controller, HttpException, Inject, Post, Req, Res } from '@nestjs/common';
import { Needs, type AuthenticatedRequest } from '@sluice/runtime';
import type { Response } from 'express';
import type { RateLimit } from './rate-limit.js';
import { receiveSignal, type SignalReceiver } from './receive-signal.js';
import { readSignal } from './signal-request.js';

export const RECEIVER = Symbol('RECEIVER');
export type Receiving = { readonly receiver: () => SignalReceiver; readonly limit: RateLimit };

@Controller('signals')
export class ReceiveSignalController {
  constructor(@Inject(RECEIVER) private readonly receiving: Receiving) {}

  @Post()
  @Needs('signals')
  async receive(
    @Body() body: unknown,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    const sender = request.caller?.name ?? 'unknown';
    const waitMs = this.receiving.limit.take(sender);
    if (waitMs > 0) {
      response.setHeader('Retry-After', String(Math.ceil(waitMs / 1_000)));
      const detail = `come again in ${waitMs} ms`;
      throw new HttpException({ error: 'too_many_signals', field: 'body', detail }, 429);
    }

    const read = readSignal(body);
    if ('faults' in read) {
      const [first] = read.faults;
      response.status(400).json({ error: 'invalid_signal', ...first, faults: read.faults });
      return;
    }
    const receipt = await receiveSignal(this.receiving.receiver(), read.signal, sender);
    const { kind, signalId } = receipt;
    if (receipt.kind === 'ignored') {
      response.status(422).json({ error: 'signal_ignored', signalId, ...receipt.fault });
      return;
    }
    response.status(kind === 'received' ? 202 : 200).json({ signalId, status: kind });
  }
}
