import { describe, it } from '@jest/globals';
import * as alert from './alert.js';
import { examples, specify } from './testing/index.js';

const {
  acknowledgeAlert,
  alertAcknowledged,
  alertDelivered,
  alertRaised,
  alertResolved,
  alertUndelivered,
  giveUpDelivery,
  raiseAlert,
  recordDelivery,
  resolveAlert,
} = examples;
const given = specify(alert.decider);

describe('an alert', () => {
  it('is raised once', () => {
    given().when(raiseAlert()).then(alertRaised());
    given(alertRaised()).when(raiseAlert()).thenNothing();
  });

  it('is not raised again after it was resolved', () => {
    given(alertRaised(), alertResolved()).when(raiseAlert()).thenNothing();
  });

  it('is nothing before it was raised', () => {
    given().when(recordDelivery()).thenNothing();
    given().when(acknowledgeAlert()).thenNothing();
    given().when(resolveAlert()).thenNothing();
  });
});

describe('an alert, when it is delivered', () => {
  it('keeps the receipt of the channel', () => {
    given(alertRaised())
      .when(recordDelivery({ receipt: '250 ok' }))
      .then(alertDelivered({ receipt: '250 ok' }));
  });

  it('is delivered once on each channel', () => {
    given(alertRaised(), alertDelivered({ channel: 'email' }))
      .when(recordDelivery({ channel: 'email', receipt: 'another' }))
      .thenNothing();
    given(alertRaised(), alertDelivered({ channel: 'email' }))
      .when(recordDelivery({ channel: 'webhook' }))
      .then(alertDelivered({ channel: 'webhook' }));
  });

  it('says so when a channel was given up', () => {
    given(alertRaised()).when(giveUpDelivery()).then(alertUndelivered());
    given(alertRaised(), alertUndelivered()).when(giveUpDelivery()).thenNothing();
  });

  it('was not given up on a channel that delivered it', () => {
    given(alertRaised(), alertDelivered()).when(giveUpDelivery()).thenNothing();
  });
});

describe('an alert, when a person deals with it', () => {
  it('is acknowledged by the first who does', () => {
    given(alertRaised()).when(acknowledgeAlert('ana')).then(alertAcknowledged('ana'));
    given(alertRaised(), alertAcknowledged('ana')).when(acknowledgeAlert('ben')).thenNothing();
  });

  it('is resolved once, acknowledged or not', () => {
    given(alertRaised()).when(resolveAlert()).then(alertResolved());
    given(alertRaised(), alertAcknowledged()).when(resolveAlert()).then(alertResolved());
    given(alertRaised(), alertResolved()).when(resolveAlert()).thenNothing();
  });

  it('needs no acknowledgement once it is resolved', () => {
    given(alertRaised(), alertResolved()).when(acknowledgeAlert()).thenNothing();
  });
});
