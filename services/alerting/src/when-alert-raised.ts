/** When an alert is raised, every channel delivers it. */
import { packFact } from '@sluice/runtime';
import { when, type Reaction } from '@sluice/reactions';

/** One effect per channel, so that a dead channel holds up no other. */
export function whenAlertRaised(channels: readonly string[]): readonly Reaction<object>[] {
  return channels.map((channel) =>
    when('AlertRaised').effect<object>({
      name: 'alerting--when-alert-raised',
      effect: (raised) => ({
        effect: 'deliver_raised_alert',
        id: `${raised.data.alertId}/${channel}`,
        partition: `${raised.data.alertId}/${channel}`,
        payload: { ...packFact(raised), channel },
      }),
    }),
  );
}
